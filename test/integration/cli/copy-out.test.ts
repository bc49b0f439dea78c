import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { postbagJson } from '../../support/cli';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice } from '../../support/post-office';
import { treeHash } from '../../support/tree';
import { bagsIn } from '../../support/vault';

let places: Places;
let bag: string;
let folder: string;

beforeEach(async () => {
  places = await makePlaces();
  const { home, vault, postOffice } = places;
  await makePostOffice(postOffice, { users: 4, messages: 60 });
  await postbagJson(['backup', postOffice, '--to', vault, '--json'], { home });
  bag = (await bagsIn(vault)).finished[0] ?? '';
  folder = path.join(path.dirname(vault), 'copied out');
});

const copyOut = async (to: string) => await postbagJson(['copy-out', bag, to], { home: places.home });
const beside = (): string[] => readdirSync(path.dirname(folder)).filter((name) => name.endsWith('.partial'));

test.each([false, true])(
  'the files of a bag come out as they went in (empty folder there: %s)',
  async (there) => {
    if (there) mkdirSync(folder);
    expect((await copyOut(folder)).code).toBe(0);
    expect(await treeHash(folder)).toBe(await treeHash(places.postOffice));
    expect(beside()).toEqual([]);
  },
);

test('a folder that holds something is left as it is', async () => {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'mine'), 'mine');
  const { code, lines } = await copyOut(folder);
  expect(code).toBe(1);
  expect(JSON.stringify(lines)).toContain('landing-not-empty');
  expect(await readdir(folder)).toEqual(['mine']);
});

test('one damaged file: nothing is left behind, and the file is named', async () => {
  appendFileSync(path.join(bag, 'data', 'USR00002'), 'x');
  const { code, lines } = await copyOut(folder);
  expect(code).toBe(1);
  expect(JSON.stringify(lines)).toMatch(/"bag-file-damaged".*USR00002/);
  expect(existsSync(folder)).toBe(false);
  expect(beside()).toEqual([]);
});

test('nothing is ever written into a bag', async () => {
  const before = await treeHash(bag);
  const { code, lines } = await copyOut(path.join(bag, 'data', 'new'));
  expect(code).toBe(1);
  expect(JSON.stringify(lines)).toContain('landing-in-vault');
  expect(await treeHash(bag)).toBe(before);
});

test('a file that the manifest does not list is not brought out: the bag is refused', async () => {
  writeFileSync(path.join(bag, 'data', 'STRANGER'), 'x');
  const { code, lines } = await copyOut(folder);
  expect(code).toBe(1);
  expect(JSON.stringify(lines)).toContain('bag-invalid');
  expect(existsSync(folder)).toBe(false);
});
