import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPractice } from '../../../electron/practice/checker';
import { estimatePracticeBytes, makePractice } from '../../../electron/practice/maker';
import { readMarker } from '../../../electron/practice/marker';
import { Cancelled } from '../../../electron/run/errors';
import { options, practice, SHAPES, temporaryFolder, treeHash } from './set';

describe.each(SHAPES)('a new practice post office of shape %s', (shape) => {
  test('is the same to the last byte for the same options, and another for another seed', async () => {
    const [one, same, other] = await Promise.all([
      practice(shape),
      practice(shape),
      practice(shape, { seed: 2 }),
    ]);
    expect(await treeHash(same)).toBe(await treeHash(one));
    expect(await treeHash(other)).not.toBe(await treeHash(one));
  });

  test('has every message, somebody who points to each, and no damage', async () => {
    const check = await checkPractice(await practice(shape));
    expect(check).toMatchObject({ users: 5, messages: 80, dangling: 0, orphans: 0, torn: 0, missing: 0 });
    expect(check.pointers).toBeGreaterThan(80);
  });

  test('is whole with no message and one user', async () => {
    const check = await checkPractice(await practice(shape, { users: 1, messages: 0 }));
    expect(check).toEqual({
      users: 1,
      messages: 0,
      pointers: 0,
      dangling: 0,
      orphans: 0,
      torn: 0,
      missing: 0,
    });
  });

  test('says what it is, to people and to Postbag', async () => {
    const folder = await practice(shape, { seed: 2 ** 40 });
    const text = await readFile(path.join(folder, 'PRACTICE.TXT'), 'latin1');
    expect(text).toMatch(/^This folder is a practice post office made by Postbag/);
    expect(text).not.toMatch(/cc:?mail/i);
    expect(await readMarker(folder)).toEqual(options(shape, { seed: 2 ** 40 }));
  });

  test('takes about as much room as was estimated', async () => {
    const folder = await practice(shape, { messages: 2000 });
    let bytes = 0;
    for (const name of await readdir(folder)) bytes += (await stat(path.join(folder, name))).size;
    const estimate = estimatePracticeBytes(options(shape, { messages: 2000 }));
    expect(Math.abs(estimate - bytes) / bytes).toBeLessThan(0.15);
  });
});

test('the seed counts beyond 32 bits', async () => {
  const [low, high] = await Promise.all([practice('db6'), practice('db6', { seed: 1 + 2 ** 32 })]);
  const store = (folder: string) => readFile(path.join(folder, 'MLANDATA'));
  expect((await store(low)).equals(await store(high))).toBe(false);
});

test('the files are named as those of a post office', async () => {
  expect((await readdir(await practice('db6', { users: 2 }))).sort()).toEqual([
    'CLANDATA',
    'MLANDATA',
    'PRACTICE.TXT',
    'USR00001',
    'USR00002',
  ]);
  expect((await readdir(await practice('db8', { users: 2 }))).sort()).toEqual([
    'CCPODS',
    'CCPOMI',
    'CCPOMS',
    'PRACTICE.TXT',
    'U0000001',
    'U0000002',
  ]);
});

describe('the maker', () => {
  test('refuses a folder with anything in it and leaves it as it was', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'mine.txt'), 'mine');
    await expect(makePractice(folder, options('db6'))).rejects.toMatchObject({
      stage: 'practice',
      code: 'folder-not-empty',
      params: { path: folder },
    });
    expect(await readdir(folder)).toEqual(['mine.txt']);
  });

  test('makes one only, when two are to be made in the same folder at once', async () => {
    const folder = await temporaryFolder();
    const both = await Promise.allSettled([
      makePractice(folder, options('db6')),
      makePractice(folder, options('db6')),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await treeHash(folder)).toBe(await treeHash(await practice('db6')));
  });

  test('removes what it made when it is cancelled', async () => {
    const parent = await temporaryFolder();
    const folder = path.join(parent, 'new');
    const cancel = new AbortController();
    const done: number[] = [];
    const making = makePractice(folder, options('db8', { messages: 5000 }), {
      signal: cancel.signal,
      onProgress: (count) => {
        done.push(count);
        if (count > 1000) cancel.abort();
      },
    });
    await expect(making).rejects.toBeInstanceOf(Cancelled);
    expect(done.at(-1)).toBeLessThan(5000);
    expect(await readdir(parent)).toEqual([]);
  });

  test('keeps a folder that was there before when it is cancelled', async () => {
    const folder = path.join(await temporaryFolder(), 'old');
    await mkdir(folder);
    const signal = AbortSignal.abort();
    await expect(makePractice(folder, options('db6', { messages: 1000 }), { signal })).rejects.toBeInstanceOf(
      Cancelled,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('says why a folder cannot be made', async () => {
    const file = path.join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(makePractice(path.join(file, 'in-a-file'), options('db6'))).rejects.toMatchObject({
      name: 'PostbagError',
      code: 'practice-not-made',
    });
  });
});
