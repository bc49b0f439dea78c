import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bagNameFor, partialBagName } from '../../electron/vault/naming';
import { postbagJson } from '../support/cli';
import { codesOf, lineOf, told } from '../support/lines';
import { makePlaces } from '../support/places';
import { makePostOffice } from '../support/post-office';
import { treeHash } from '../support/tree';

/** The names of all bags that could be begun in the next seconds. */
function namesSoon(seconds: number): string[] {
  return Array.from({ length: seconds }, (_, later) =>
    bagNameFor(new Date(Date.now() + later * 1000), 'linear'),
  );
}

test.each([
  { what: 'finished bag', nameOf: (name: string) => name },
  { what: 'unfinished bag', nameOf: partialBagName },
])('a name that belongs to a $what of somebody else is not taken', async ({ nameOf }) => {
  const { home, vault, postOffice } = await makePlaces();
  await makePostOffice(postOffice);
  for (const name of namesSoon(60)) {
    const folder = path.join(vault, 'Harbour office', nameOf(name));
    await mkdir(path.join(folder, 'postbag'), { recursive: true });
    await writeFile(path.join(folder, 'postbag/run-id.txt'), '20200101T000000Z-00000000\n');
    await writeFile(path.join(folder, 'precious'), name);
  }
  const before = await treeHash(vault);
  const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
  expect(code).toBe(1);
  expect(told(lines, 'bag-name-taken').next).toContain('Start the backup again');
  expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'failed', bag: null });
  expect(await treeHash(vault)).toBe(before);

  // It is nobody's task to undo what another run has made.
  expect(codesOf(lines)).not.toContain('undo-failed');
  expect(codesOf((await postbagJson(['inventory'], { home })).lines)).toEqual([]);
});
