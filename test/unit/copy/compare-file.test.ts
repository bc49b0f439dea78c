import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BLOCK, SEGMENT } from '../../../electron/copy/blocks';
import { comparePiece } from '../../../electron/copy/thread/compare-file';
import type { ComparedPiece, ComparePiece } from '../../../electron/copy/job';
import type { CopyThread } from '../../../electron/copy/thread/thread';
import { copied, makeThread, once, tableOf, tempFolder, troubleOf, writeAt } from './fixtures';

let folder: string;
let source: string;
let target: string;

beforeEach(() => {
  folder = tempFolder();
  source = path.join(folder, 'MLANDATA');
  target = path.join(folder, 'copy');
});

/** Copies random bytes; what is given back compares the whole file, or a part of it, with the copy. */
async function copyOf(size: number) {
  fs.writeFileSync(source, randomBytes(size));
  const { table } = await copied(source, target);
  return async (
    part: Partial<ComparePiece> = {},
    hooks: Partial<CopyThread> = {},
  ): Promise<ComparedPiece> => {
    const piece = { source, target, bytes: size, from: 0, to: size, last: true, ...part };
    const mine = table.slice(piece.from / BLOCK, Math.ceil(piece.to / BLOCK));
    return await comparePiece({ ...piece, table: mine }, await makeThread(hooks));
  };
}

const isEqual = (): boolean => fs.readFileSync(target).equals(fs.readFileSync(source));

describe('comparing a file with its copy', () => {
  it.each([0, 1, BLOCK, SEGMENT + 1, 2 * SEGMENT])(
    'finds nothing where nothing moved, and does not touch the copy (%d bytes)',
    async (size) => {
      const compare = await copyOf(size);
      const before = fs.statSync(target, { bigint: true });
      const found = await compare();
      expect(found).toMatchObject({ read: size, size, blocks: [], moved: 0, redo: false });
      expect(fs.statSync(target, { bigint: true }).ctimeNs).toBe(before.ctimeNs);
    },
  );

  it('does not go by times: what was only touched has not moved', async () => {
    const compare = await copyOf(200_000);
    fs.utimesSync(source, 1, 1);
    expect(await compare()).toMatchObject({ blocks: [], moved: 0 });
  });

  it('replaces just the blocks that differ, and tells in pages how much that was', async () => {
    const size = 2 * SEGMENT + 300;
    const compare = await copyOf(size);
    const { atime, mtime } = fs.statSync(source);
    writeAt(source, 3 * BLOCK + 511, 'ab'); // over the border of two pages
    writeAt(source, size - 1, '!');
    fs.utimesSync(source, atime, mtime); // no time betrays it
    const found = await compare();
    const table = await tableOf(fs.readFileSync(source));
    expect(found).toMatchObject({ size, blocks: [3, 2 * (SEGMENT / BLOCK)], redo: false });
    expect(found.moved).toBe(512 + 512 + 300);
    expect([...found.digests]).toEqual(found.blocks.map((block) => table[block]));
    expect(isEqual()).toBe(true);
    expect(fs.statSync(target).mtimeMs).toBeCloseTo(fs.statSync(source).mtimeMs, 2); // to 5 µs
  });

  it.each([
    ['within a block', 100_000, 700],
    ['over many blocks', 100_000, 3 * BLOCK],
    ['from a block border', 2 * BLOCK, 1],
    ['from nothing', 0, 5_000],
    ['over a segment', SEGMENT - 5, 10],
  ])('follows a file that has grown %s', async (_, size, more) => {
    const compare = await copyOf(size);
    fs.appendFileSync(source, randomBytes(more));
    const found = await compare();
    expect(found).toMatchObject({ size: size + more, moved: more, redo: false });
    expect(found.blocks[0]).toBe(Math.floor(size / BLOCK));
    expect(isEqual()).toBe(true);
  });

  it.each([
    ['within a block', 100_000, 70_000],
    ['to a block border', 100_000, BLOCK],
    ['to nothing', 100_000, 0],
    ['by a segment', 2 * SEGMENT, SEGMENT - 7],
  ])('follows a file that has shrunk %s', async (_, size, left) => {
    const compare = await copyOf(size);
    fs.truncateSync(source, left);
    expect(await compare()).toMatchObject({ size: left, redo: false });
    expect(fs.statSync(target).size).toBe(left);
    expect(isEqual()).toBe(true);
  });

  it('of which another thread has the rest looks at its own stretch alone', async () => {
    const compare = await copyOf(6 * BLOCK);
    for (const block of [1, 3, 5]) writeAt(source, block * BLOCK + 9, 'moved');
    const found = await compare({ from: 2 * BLOCK, to: 4 * BLOCK, last: false });
    expect(found).toMatchObject({ read: 2 * BLOCK, blocks: [3], moved: 512 });
    const [now, copy] = [fs.readFileSync(source), fs.readFileSync(target)];
    expect(copy.subarray(2 * BLOCK, 4 * BLOCK).equals(now.subarray(2 * BLOCK, 4 * BLOCK))).toBe(true);
    expect(copy.subarray(BLOCK, 2 * BLOCK).equals(now.subarray(BLOCK, 2 * BLOCK))).toBe(false);
  });

  it('follows another file that took its place, and says that it is another one', async () => {
    const compare = await copyOf(100_000);
    const first = await compare();
    fs.writeFileSync(`${source} new`, randomBytes(90_000));
    fs.renameSync(`${source} new`, source);
    const second = await compare();
    expect(second.size).toBe(90_000);
    expect(second.seen.after.identity).not.toBe(first.seen.after.identity);
    expect(isEqual()).toBe(true);
  });
});

describe('a copy that cannot be brought up to date block by block', () => {
  it.each([
    ['written', () => writeAt(source, 5, 'moved')],
    ['grown', () => fs.appendFileSync(source, 'more')],
    ['shrunk', () => fs.truncateSync(source, BLOCK)],
  ])('shares its bytes with an older bag and has %s: it is not written to', async (_, move) => {
    const compare = await copyOf(100_000);
    const older = path.join(folder, 'older');
    fs.linkSync(target, older);
    const before = fs.readFileSync(older);
    expect((await compare()).redo).toBe(false);
    move();
    expect((await compare()).redo).toBe(true);
    expect(fs.readFileSync(older).equals(before), 'an older bag was changed').toBe(true);
  });

  it.each([10, BLOCK, SEGMENT + 10])(
    'is of a file that was cut to %d bytes while it was read',
    async (left) => {
      const compare = await copyOf(2 * SEGMENT);
      const cut = once(() => fs.truncateSync(source, left));
      const isCancelled = (): boolean => {
        cut();
        return false;
      };
      expect((await compare({}, { isCancelled })).redo).toBe(true);
    },
  );
});

describe('comparing fails', () => {
  it('with the source when it is gone, with the vault when the copy is gone', async () => {
    const compare = await copyOf(1_000);
    writeAt(source, 0, 'moved');
    fs.renameSync(target, `${target} away`);
    expect(await troubleOf(compare())).toMatchObject({ side: 'target', code: 'ENOENT' });
    fs.rmSync(source);
    expect(await troubleOf(compare())).toMatchObject({ side: 'source', code: 'ENOENT' });
  });

  it('soon when it is cancelled', async () => {
    const compare = await copyOf(3 * SEGMENT);
    let looks = 0;
    expect((await troubleOf(compare({}, { isCancelled: () => ++looks > 1 }))).side).toBe('cancelled');
    expect(looks).toBe(2);
  });
});
