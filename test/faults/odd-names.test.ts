/**
 * Motivation: a post office has lived on many systems for decades, and its folders hold what each of them let in.
 * Description: beside the files of a practice post office lie files with names and depths at the borders of what a file
 * system can hold.
 * Pass criteria: each is in the bag byte for byte under its name, or is named as one that cannot be; the bag validates.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { postbagJson } from '../support/cli';
import { lineOf, told } from '../support/lines';
import type { Places } from '../support/places';
import { treeHash } from '../support/tree';
import { checkWithCoreutils, onlyBag } from '../support/vault';
import { faultsIn, nextRunIsClean, remember } from './aftermath';
import { backUp, places } from './odd';

/** As RFC 8493 has it, `%` and line ends are written encoded, which coreutils do not read. */
async function validates(bag: string, { home }: Places): Promise<void> {
  const { code, lines } = await postbagJson(['verify', bag], { home });
  expect({ code, faults: faultsIn(lines) }).toEqual({ code: 0, faults: [] });
}

test('names that few programs expect', async () => {
  const made = await places();
  const folder = path.join(made.postOffice, 'CCADMIN');
  mkdirSync(folder);
  const names = [
    'with  spaces',
    ' begins with one',
    '100 % sure',
    '%0A is no line end',
    'two\nlines',
    "quote ' and double “",
    'Jürgen (NFC)'.normalize('NFC'),
    'Zoë (NFD)'.normalize('NFD'),
    '文書',
    '📮',
    'x'.repeat(250),
    '-rf',
    '.hidden',
    '#comment',
  ];
  for (const name of names) writeFileSync(path.join(folder, name), `I am ${name}`);
  const { bag, data, faults } = await backUp(made);
  expect(faults).toEqual([]);
  expect((await readdir(path.join(data, 'CCADMIN'))).sort()).toEqual([...names].sort());
  expect(await treeHash(data)).toBe(await treeHash(made.postOffice));
  await validates(bag, made);
  await nextRunIsCleanWithoutCoreutils(made);
});

/** The next backup has everything too; its names are no food for coreutils. */
async function nextRunIsCleanWithoutCoreutils(made: Places): Promise<void> {
  const { home, vault, postOffice } = made;
  const { lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
  expect(faultsIn(lines)).toEqual([]);
  const { bag } = lineOf(lines, 'result').record;
  if (bag === null) throw new Error('there is no bag');
  expect(await treeHash(path.join(bag, 'data'))).toBe(await treeHash(postOffice));
  await validates(bag, made);
}

test('one name in two ways of writing it (NFC and NFD): both are there', async () => {
  const made = await places();
  const names = ['Zoë', 'Zoë'].map((name, index) => name.normalize(index === 0 ? 'NFC' : 'NFD'));
  for (const [index, name] of names.entries()) writeFileSync(path.join(made.postOffice, name), `${index}`);
  const { data, bag, lines, faults } = await backUp(made);
  expect(await treeHash(data)).toBe(await treeHash(made.postOffice));
  expect(faults).toEqual(['bag-problem']);
  expect(told(lines, 'bag-problem')).toMatchObject({
    severity: 'warning',
    params: { kind: 'path-duplicate', reason: 'normalisation' },
  });
  await checkWithCoreutils(bag);
});

test('a name that is no valid text is named as one that is missing', async () => {
  const made = await places();
  const { home, vault, postOffice } = made;
  const untouched = await remember(postOffice);
  // Jürgen in Latin-1, as an old system wrote it.
  const name = [Buffer.from(`${postOffice}/J`), Buffer.from([0xfc]), Buffer.from('rgen')];
  writeFileSync(Buffer.concat(name), 'a mailbox');
  const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
  expect(code).toBe(3);
  expect(faultsIn(lines)).toEqual(['file-unreadable']);
  expect(String(told(lines, 'file-unreadable').params['path'])).toMatch(/^J.rgen$/);
  const bag = await onlyBag(vault);
  expect((await readdir(path.join(bag, 'data'))).filter((found) => found.includes('rgen'))).toEqual([]);
  await checkWithCoreutils(bag);
  rmSync(Buffer.concat(name));
  await nextRunIsClean(made);
  await untouched();
});

test('folders as deep as a path may be long', async () => {
  const made = await places();
  const deep = path.join(
    made.postOffice,
    ...Array.from({ length: 80 }, (_, level) => `a folder at level ${level}, inside`),
  );
  expect(deep.length).toBeGreaterThan(2000);
  mkdirSync(deep, { recursive: true });
  writeFileSync(path.join(deep, 'at the bottom'), 'found');
  const { bag, data, faults } = await backUp(made);
  expect(faults).toEqual([]);
  expect(await treeHash(data)).toBe(await treeHash(made.postOffice));
  await checkWithCoreutils(bag);
  await nextRunIsClean(made);
});
