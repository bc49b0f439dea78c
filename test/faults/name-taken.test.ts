import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bagNameFor, partialBagName } from '../../electron/vault/naming';
import { postbagJson } from '../support/cli';
import { codesOf, lineOf } from '../support/lines';
import { makePlaces } from '../support/places';
import { makePostOffice } from '../support/post-office';
import { treeHash } from '../support/tree';
import { checkWithCoreutils } from '../support/vault';

/** The names of all bags that could be begun in the next seconds. */
function namesSoon(seconds: number): string[] {
  return Array.from({ length: seconds }, (_, later) =>
    bagNameFor(new Date(Date.now() + later * 1000), 'linear'),
  );
}

test.each([
  { what: 'finished bag', nameOf: (name: string) => name },
  { what: 'unfinished bag', nameOf: partialBagName },
])('a name that belongs to a $what of somebody else is left to it', async ({ nameOf }) => {
  const { home, vault, postOffice } = await makePlaces();
  await makePostOffice(postOffice);
  const taken = namesSoon(60).map((name) => path.join(vault, 'Harbour office', nameOf(name)));
  for (const folder of taken) {
    await mkdir(path.join(folder, 'postbag'), { recursive: true });
    await writeFile(path.join(folder, 'postbag/run-id.txt'), '20200101T000000Z-00000000\n');
    await writeFile(path.join(folder, 'precious'), path.basename(folder));
  }
  const before = await Promise.all(taken.map(treeHash));
  const { lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
  const { bag, verdict } = lineOf(lines, 'result').record;
  expect(verdict).toBe('findings');
  expect(path.basename(bag ?? '')).toMatch(/ linear 2$/);
  await checkWithCoreutils(bag ?? '');
  expect(await Promise.all(taken.map(treeHash))).toEqual(before);

  // It is nobody's task to undo what another run has made.
  expect(codesOf(lines)).not.toContain('undo-failed');
  expect(codesOf((await postbagJson(['inventory'], { home })).lines)).toEqual([]);
});
