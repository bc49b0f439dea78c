import path from 'node:path';
import { expect } from 'vitest';
import { postbagJson } from '../support/cli';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice } from '../support/post-office';
import { treeState } from '../support/tree';
import { onlyBag } from '../support/vault';
import { faultsIn } from './aftermath';

/** Places with a small practice post office, to which odd things can be added. */
export async function places(parent?: string): Promise<Places> {
  const made = await makePlaces(parent);
  await makePostOffice(made.postOffice);
  return made;
}

/** Backs up without touching the source. @returns the bag, its payload and what was said of faults */
export async function backUp({ home, vault, postOffice }: Places) {
  const before = await treeState(postOffice);
  const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
  expect(await treeState(postOffice)).toEqual(before);
  expect([0, 3], JSON.stringify(faultsIn(lines))).toContain(code);
  const bag = await onlyBag(vault);
  return { bag, data: path.join(bag, 'data'), lines, faults: faultsIn(lines) };
}
