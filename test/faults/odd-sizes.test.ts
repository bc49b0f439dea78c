/**
 * Motivation: post offices grow past the borders of old systems, and copies of old ones have dates beyond newer ones.
 * Description: a message store of more than 4 GB, very many files, empty files and folders, and dates before 1980 and
 * after 2038.
 * Pass criteria: everything is in the bag byte for byte with its date, and the bag validates.
 */
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { postbagJson } from '../support/cli';
import { otherDisk } from '../support/disks';
import { lineOf } from '../support/lines';
import { listTree } from '../support/tree';
import { bagsIn, checkWithCoreutils, onlyBag } from '../support/vault';
import { faultsIn, remember } from './aftermath';
import { backUp, places } from './odd';

/** SHA-256 of 2^32 + 1 bytes of zero with `xyz` before 2^31 + 1 and at the end. */
const SPARSE_SHA256 = '724f436c5713b7554dbabd422e2d4638b496e129c0b331ddc81bf2c674f2ea7c';

test('dates before 1980 and after 2038, empty files, empty folders', async () => {
  const made = await places();
  const dates = [
    '1970-01-01T00:00:00Z',
    '1979-12-31T23:59:58Z',
    '2038-01-19T03:14:08Z',
    '2099-12-31T00:00:00Z',
  ];
  for (const [index, date] of dates.entries()) {
    const file = path.join(made.postOffice, `USR0009${index}`);
    writeFileSync(file, index % 2 === 0 ? '' : date);
    utimesSync(file, new Date(date), new Date(date));
    expect(statSync(file).mtime).toEqual(new Date(date));
  }
  mkdirSync(path.join(made.postOffice, 'empty', 'and deep'), { recursive: true });
  const { bag, data, faults } = await backUp(made);
  expect(faults).toEqual([]);
  for (const [index, date] of dates.entries()) {
    expect(statSync(path.join(data, `USR0009${index}`)).mtime).toEqual(new Date(date));
  }
  const files = (tree: string[]): string[] => tree.filter((name) => !name.endsWith('/'));
  expect(files(await listTree(data))).toEqual(files(await listTree(made.postOffice)));
  await checkWithCoreutils(bag);
});

test('a sparse file of 4 GB and one byte', async () => {
  const made = await places();
  const [large, bytes] = [path.join(made.postOffice, 'MLANDATA'), 2 ** 32 + 1];
  const file = openSync(large, 'w');
  ftruncateSync(file, bytes);
  for (const at of [2 ** 31 - 2, 2 ** 32 - 2]) writeSync(file, 'xyz', at);
  closeSync(file);
  const { bag, data, faults } = await backUp(made);
  expect(faults).toEqual([]);
  const copy = statSync(path.join(data, 'MLANDATA'));
  expect(copy.size).toBe(bytes);
  expect(copy.blocks * 512, 'its holes take room in the vault').toBeLessThan(100_000_000);
  // As sha256sum has it for these bytes; reading them all again would take longer than everything else here.
  const manifest = readFileSync(path.join(bag, 'manifest-sha256.txt'), 'utf8');
  expect(manifest).toContain(`${SPARSE_SHA256}  data/MLANDATA\n`);
});

test('100,000 small files', async () => {
  const made = await places(otherDisk() ?? undefined);
  for (let folder = 0; folder < 100; folder++) {
    const place = path.join(made.postOffice, 'CCADMIN', String(folder));
    mkdirSync(place, { recursive: true });
    for (let file = 0; file < 1000; file++)
      writeFileSync(path.join(place, `${file}.TXT`), `${folder} ${file}`);
  }
  const untouched = await remember(path.join(made.postOffice, 'CCADMIN', '99'));
  const { home, vault, postOffice } = made;
  const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
  expect([0, 3]).toContain(code);
  expect(faultsIn(lines)).toEqual([]);
  expect(lineOf(lines, 'result').record.files).toBeGreaterThan(100_000);
  const bag = await onlyBag(vault);
  await checkWithCoreutils(bag);
  await untouched();
  expect((await bagsIn(vault)).unfinished).toEqual([]);
});
