/**
 * Motivation: a copy that lost a file, or got one from somewhere, looks like any other until somebody misses his mail.
 * Description: copies of a bag are spoiled in the ways in which files go wrong, and changed by tools in the ways they may.
 * Pass criteria: what no tool did is found and named; what a tool did is not held against the copy.
 */
import { appendFile, cp, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkSentence } from '../../../../shared/words/checks';
import { copyOf, delta, ran, resultOf, scrambled, smallOffice } from './copies';

test('a copy that nobody touched is as in the bag', async () => {
  const result = await resultOf(await copyOf(), 'manifest');
  expect(result).toMatchObject({ result: 'ok', params: { same: 5, changed: 0 } });
});

test('a missing file is named', async () => {
  const checked = await copyOf();
  await rm(path.join(checked.copy, 'USR00002'));
  const result = await resultOf(checked, 'manifest');
  expect(result.result).toBe('failed');
  expect(checkSentence(result)).toBe('1 file of the bag missing. Look at “USR00002”.');
});

test('one byte that no tool changed is found', async () => {
  const checked = await copyOf();
  const changed = Buffer.from(smallOffice['MLANDATA'] ?? '');
  changed[40_000] = 255 - (changed[40_000] ?? 0);
  await writeFile(path.join(checked.copy, 'MLANDATA'), changed);
  expect(await resultOf(checked, 'manifest')).toMatchObject({
    result: 'failed',
    params: { reason: 'differ', differ: 1, missing: 0, name1: 'MLANDATA' },
  });
  const byTool = ran(checked, 'pointers', { changes: [delta('MLANDATA', 'changed', changed.length)] });
  expect(await resultOf(byTool, 'manifest')).toMatchObject({ result: 'ok', params: { same: 4, changed: 1 } });
});

test('a tool that did not run to its end has changed nothing, so a change is not its own', async () => {
  const checked = await copyOf();
  await appendFile(path.join(checked.copy, 'MLANDATA'), 'x');
  const changes = [delta('MLANDATA', 'changed', 60_001)];
  const failed = ran(checked, 'pointers', { changes, failed: 'timeout' });
  expect((await resultOf(failed, 'manifest')).result).toBe('failed');
  const shorter = ran(checked, 'pointers', { changes: [delta('MLANDATA', 'changed', 60_000)] });
  expect(await resultOf(shorter, 'manifest')).toMatchObject({ result: 'failed', params: { differ: 1 } });
});

test('a file that appeared must be of a tool', async () => {
  const checked = await copyOf();
  await writeFile(path.join(checked.copy, 'REPORT.TXT'), 'accounts');
  expect(await resultOf(checked, 'manifest')).toMatchObject({
    result: 'failed',
    params: { reason: 'unknown', name1: 'REPORT.TXT' },
  });
  const byTool = ran(checked, 'accounts-before', { changes: [delta('REPORT.TXT', 'appeared', 8)] });
  expect((await resultOf(byTool, 'manifest')).result).toBe('ok');
  // What it left is gone since.
  await rm(path.join(checked.copy, 'REPORT.TXT'));
  expect(await resultOf(byTool, 'manifest')).toMatchObject({ result: 'failed', params: { missing: 1 } });
});

test('a tool may remove what is no database file, and that is to be looked at', async () => {
  const checked = await copyOf();
  await rm(path.join(checked.copy, 'CCADMIN/IE.RI'));
  const harmless = ran(checked, 'reclaim', { changes: [delta('CCADMIN/IE.RI', 'removed')] });
  expect(await resultOf(harmless, 'manifest')).toMatchObject({ result: 'warning', params: { removed: 1 } });
  await rm(path.join(checked.copy, 'USR00001'));
  const changes = [delta('CCADMIN/IE.RI', 'removed'), delta('USR00001', 'removed')];
  expect(await resultOf(ran(checked, 'reclaim', { changes }), 'manifest')).toMatchObject({
    result: 'failed',
    params: { reason: 'missing', missing: 1, removed: 1, name1: 'USR00001' },
  });
});

test('a DOS tool may write a name in capitals', async () => {
  const { CLANDATA, ...others } = smallOffice;
  const checked = await copyOf({ ...others, clandata: CLANDATA ?? '' });
  await rename(path.join(checked.copy, 'clandata'), path.join(checked.copy, 'CLANDATA'));
  expect((await resultOf(checked, 'manifest')).result).toBe('failed');
  const changes = [delta('clandata', 'removed'), delta('CLANDATA', 'appeared', 20_000)];
  expect((await resultOf(ran(checked, 'directory-index', { changes }), 'manifest')).result).toBe('ok');
});

test.skipIf(process.platform === 'win32')('a link is no file of the bag, wherever it leads', async () => {
  const checked = await copyOf();
  const file = path.join(checked.copy, 'USR00001');
  await cp(file, path.join(checked.bag, 'elsewhere'));
  await rm(file);
  await symlink(path.join(checked.bag, 'elsewhere'), file);
  expect(await resultOf(checked, 'manifest')).toMatchObject({
    result: 'failed',
    params: { missing: 1, unknown: 1 },
  });
});

test('a bag without a manifest that can be read proves nothing', async () => {
  const checked = await copyOf();
  await rm(path.join(checked.bag, 'manifest-sha256.txt'));
  expect(checkSentence(await resultOf(checked, 'manifest'))).toBe('The manifest of the bag cannot be read.');
});

test.skipIf(process.platform === 'win32')('a hostile name cannot pass for another', async () => {
  const checked = await copyOf();
  await writeFile(path.join(checked.copy, 'a\n<b>\u202eTAD.exe'), 'x');
  await writeFile(path.join(checked.copy, 'long'.repeat(60)), 'x');
  const sentence = checkSentence(await resultOf(checked, 'manifest'));
  expect(sentence).toContain('“a<U+000A><b><U+202E>TAD.exe”');
  expect(sentence).toContain('long…”');
  expect(sentence).not.toMatch(/\n|\u202e/);
});

test('the set is complete, or it is said what is missing', async () => {
  const checked = await copyOf();
  expect(checkSentence(await resultOf(checked, 'complete'))).toBe('“CLANDATA”, “MLANDATA” are there.');
  await rm(path.join(checked.copy, 'MLANDATA'));
  const result = await resultOf(checked, 'complete');
  expect(result.result).toBe('failed');
  expect(checkSentence(result)).toBe('“MLANDATA” is missing.');
});

test('files of another format beside the set are to be looked at', async () => {
  const checked = await copyOf({ ...smallOffice, CCPOMS: scrambled(100) });
  expect(await resultOf(checked, 'complete')).toMatchObject({ result: 'warning' });
});

test('DB8 needs three files', async () => {
  const files = { CCPOMI: scrambled(10), CCPODS: scrambled(10), CCPOMS: scrambled(10), U0000001: 'x' };
  const checked = await copyOf(files, 'ccmail-db8');
  expect((await resultOf(checked, 'complete')).result).toBe('ok');
  await rm(path.join(checked.copy, 'CCPODS'));
  expect(await resultOf(checked, 'complete')).toMatchObject({
    result: 'failed',
    params: { name1: 'CCPODS' },
  });
});

test('an empty database file fails, an empty other file does not', async () => {
  const checked = await copyOf({ ...smallOffice, NFTCHECK: '', 'NOTE.TXT': '' });
  expect(await resultOf(checked, 'not-empty')).toMatchObject({ result: 'ok', params: { files: 4 } });
  for (const name of ['CLANDATA', 'USR00001', 'USR00002']) await truncate(path.join(checked.copy, name));
  const result = await resultOf(checked, 'not-empty');
  expect(result.result).toBe('failed');
  expect(checkSentence(result)).toContain('“CLANDATA”, “USR00001”, “USR00002”');
});

test.each(['CCPODOWN', 'ccpodown'])(
  'a marker %s is found, in the folder of the database alone',
  async (name) => {
    const checked = await copyOf();
    await mkdir(path.join(checked.copy, 'SUB'));
    await writeFile(path.join(checked.copy, 'SUB', name), '');
    expect((await resultOf(checked, 'no-marker')).result).toBe('ok');
    await writeFile(path.join(checked.copy, name), '');
    expect(await resultOf(checked, 'no-marker')).toMatchObject({ result: 'failed', params: { name1: name } });
    // It came from nowhere, too.
    expect((await resultOf(checked, 'manifest')).result).toBe('failed');
  },
);
