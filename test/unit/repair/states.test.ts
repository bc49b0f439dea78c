/**
 * Motivation: whatever a tool does to a copy, it must be possible to have it back as it was, to the byte, also after a crash in
 * the middle of bringing it back.
 * Description: a copy is changed as tools change it (written in place, grown, cut off, removed, made anew, in folders of their
 * own), at random, and brought back: whole, step by step, and with every part of that cut short and repeated.
 * Pass criteria: contents and names are as before, and times where a whole state is brought back; what is kept of a step that was done is only what it changed.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bytesChanged } from '../../../electron/repair/compare';
import { CopyStates } from '../../../electron/repair/states';
import { filesIn, fingerprint } from '../../../electron/repair/tree';
import { Random } from '../../../electron/practice/random';
import { temporaryFolder } from '../../support/places';
import { treeHash } from '../../support/tree';

const never = new AbortController().signal;

async function makeCopy(): Promise<{ copy: string; before: string; states: CopyStates }> {
  const base = await temporaryFolder();
  const [copy, before] = [path.join(base, 'copy'), path.join(base, 'before')];
  await mkdir(path.join(copy, 'BB', 'DEEP'), { recursive: true });
  await mkdir(before);
  await writeFile(path.join(copy, 'MLANDATA'), Buffer.alloc(300_000, 'm'));
  await writeFile(path.join(copy, 'CLANDATA'), Buffer.alloc(9_000, 'c'));
  await writeFile(path.join(copy, 'USR00001'), '');
  await writeFile(path.join(copy, 'BB', 'DEEP', 'BOARD'), 'a board');
  return { copy, before, states: new CopyStates(copy, before) };
}

/** Names and bytes of all files; a bag holds no empty folders, and neither does a copy of one. */
async function contentsOf(copy: string): Promise<string> {
  const hash = createHash('sha256');
  for (const { path: name } of await filesIn(copy)) {
    hash.update(`${name}\0`).update(await readFile(path.join(copy, name)));
  }
  return hash.digest('hex');
}

/** What tools do. */
async function meddle(copy: string, random: Random): Promise<void> {
  const files = (await filesIn(copy)).map((file) => path.join(copy, file.path));
  const any = files[random.below(files.length)] ?? '';
  const acts: (() => Promise<unknown>)[] = [
    async () => {
      const handle = await open(any, 'r+');
      await handle.write(Buffer.from('changed'), 0, 7, random.below(50_000));
      await handle.close();
    },
    async () => await truncate(any, random.below(5_000)),
    async () => await rm(any),
    async () => await writeFile(path.join(copy, `NEW${String(random.below(5))}.TMP`), 'new'),
    async () => {
      await mkdir(path.join(copy, 'OWN', 'WORK'), { recursive: true });
      await writeFile(path.join(copy, 'OWN', 'WORK', 'X'), 'own');
    },
  ];
  if (files.length > 0) await acts[random.below(acts.length)]?.();
}

test('a state that was kept is brought back to the byte, and to the time', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const { copy, states } = await makeCopy();
    const random = new Random(seed);
    const [hash, print] = [await treeHash(copy), await fingerprint(copy)];
    await states.keep(3, never);
    for (let act = 0; act < 6; act++) await meddle(copy, random);
    expect(await states.restoreWhole(3)).toBe(true);
    expect(await treeHash(copy), `seed ${String(seed)}`).toBe(hash);
    expect(await fingerprint(copy)).toBe(print);
    expect(existsSync(path.join(copy, 'OWN'))).toBe(false);
    expect(await states.restoreWhole(3)).toBe(false);
  }
});

test('steps that were done are taken back one by one, newest first', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { copy, states } = await makeCopy();
    const random = new Random(seed);
    const prints: string[] = [];
    for (let step = 0; step < 5; step++) {
      prints.push(await contentsOf(copy));
      await states.keep(step, never);
      for (let act = 0; act < 3; act++) await meddle(copy, random);
      await states.settle(step, await states.changes(step));
    }
    for (let step = 4; step >= 0; step--) {
      expect(await states.has(step)).toBe(true);
      await states.takeBack(step);
      await states.takeBack(step); // as after a crash in the middle
      expect(await contentsOf(copy), `seed ${String(seed)}, step ${String(step)}`).toBe(prints[step]);
      await states.forget(step);
    }
  }
});

test('of a step that was done only what it changed is kept', async () => {
  const { copy, before, states } = await makeCopy();
  await states.keep(0, never);
  const handle = await open(path.join(copy, 'MLANDATA'), 'r+');
  await handle.write('x', 5_000);
  await handle.close();
  await rm(path.join(copy, 'USR00001'));
  await writeFile(path.join(copy, 'LOG'), 'twelve bytes');
  const changes = await states.changes(0);
  expect(changes).toEqual([
    { path: 'LOG', kind: 'appeared', bytesBefore: 0, bytesAfter: 12, bytesChanged: 12 },
    { path: 'MLANDATA', kind: 'changed', bytesBefore: 300_000, bytesAfter: 300_000, bytesChanged: 4_096 },
    { path: 'USR00001', kind: 'removed', bytesBefore: 0, bytesAfter: 0, bytesChanged: 0 },
  ]);
  await states.settle(0, changes);
  expect(await readdir(before)).toEqual(['0']);
  expect((await filesIn(path.join(before, '0', 'files'))).map((file) => file.path)).toEqual([
    'MLANDATA',
    'USR00001',
  ]);
});

test('a state that was not kept whole is no state: the tool was never started', async () => {
  const { copy, before, states } = await makeCopy();
  await mkdir(path.join(before, '2.partial'));
  const hash = await treeHash(copy);
  expect(await states.restoreWhole(2)).toBe(false);
  expect(await readdir(before)).toEqual([]);
  expect(await treeHash(copy)).toBe(hash);
});

test('bytes that differ are counted in whole blocks', async () => {
  const folder = await temporaryFolder();
  const [one, other] = [path.join(folder, 'one'), path.join(folder, 'other')];
  await writeFile(one, Buffer.alloc(3_000_000, 1));
  const changed = Buffer.alloc(3_000_000, 1);
  changed[1_048_575] = 2;
  changed[1_048_576] = 2;
  await writeFile(other, changed);
  expect(await bytesChanged(one, other)).toBe(2 * 4096);
  await truncate(other, 2_999_000);
  expect(await bytesChanged(one, other)).toBe(2 * 4096 + bytesAtEnd(3_000_000));
  await truncate(other, 0);
  expect(await bytesChanged(one, other)).toBe(3_000_000);
});

/** The last block is not whole. */
const bytesAtEnd = (bytes: number): number => (bytes % (1 << 20)) % 4096;
