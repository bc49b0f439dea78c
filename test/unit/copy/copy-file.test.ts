import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BLOCK, SEGMENT } from '../../../electron/copy/blocks';
import { copyFile } from '../../../electron/copy/thread/copy-file';
import { partialName } from '../../../electron/copy/thread/target-writer';
import { otherDisk } from '../../support/disks';
import { copied, jobOf, makeThread, once, sha256, tableOf, tempFolder, troubleOf, writeAt } from './fixtures';

let folder: string;
let source: string;
let target: string;

beforeEach(() => {
  folder = tempFolder();
  source = path.join(folder, 'MLANDATA');
  target = path.join(folder, 'bag', 'data', 'MLANDATA');
  fs.mkdirSync(path.dirname(target), { recursive: true });
});

const inBag = (): string[] => fs.readdirSync(path.dirname(target));

describe('copying one file', () => {
  const borders = [0, 1, BLOCK, SEGMENT, 2 * SEGMENT, 3 * SEGMENT, 4 * SEGMENT];
  const sizes = borders.flatMap((border) => [border - 1, border, border + 1]).filter((size) => size >= 0);

  it.each([...new Set([...sizes, 3 * SEGMENT + 4095])])(
    'of %d bytes gives the same bytes, their checksum, and a digest for each block',
    async (size) => {
      const data = randomBytes(size);
      fs.writeFileSync(source, data);
      const made = await copied(source, target);
      expect(fs.readFileSync(target).equals(data)).toBe(true);
      expect(made).toMatchObject({ bytes: size, sha256: sha256(data), change: null, origin: 'copied' });
      expect(made.table).toEqual(await tableOf(data));
      expect(inBag()).toEqual(['MLANDATA']);
    },
  );

  it('keeps the time at which it was last changed', async () => {
    fs.writeFileSync(source, randomBytes(300_001));
    fs.utimesSync(source, 1_000_000_000, 899_999_999);
    expect(await copied(source, target)).toMatchObject({ modified: 899_999_999_000 });
    expect(fs.statSync(target).mtimeMs).toBe(899_999_999_000);
  });

  it('does not fill the holes of a large file, and has its bytes all the same', async () => {
    const handle = fs.openSync(source, 'w');
    fs.writeSync(handle, 'beginning', 0);
    fs.writeSync(handle, 'in the middle', 5 * SEGMENT + 7);
    fs.ftruncateSync(handle, 9 * SEGMENT + 100);
    fs.closeSync(handle);
    const made = await copied(source, target);
    expect(made.bytes).toBe(9 * SEGMENT + 100);
    expect(fs.readFileSync(target).equals(fs.readFileSync(source))).toBe(true);
    expect(made.sha256).toBe(sha256(fs.readFileSync(source)));
    expect(fs.statSync(target).blocks * 512).toBeLessThan(4 * SEGMENT);
  });

  it('works where a file system has ways of its own', async ({ skip }) => {
    const disk = otherDisk();
    skip(disk === null, 'needs a second file system, such as /dev/shm');
    const elsewhere = fs.mkdtempSync(path.join(disk ?? '', 'postbag-copy-'));
    try {
      const data = randomBytes(2 * SEGMENT + 12_345);
      fs.writeFileSync(source, data);
      const there = path.join(elsewhere, 'MLANDATA');
      expect((await copied(source, there)).sha256).toBe(sha256(data));
      expect(fs.readFileSync(there).equals(data)).toBe(true);
    } finally {
      fs.rmSync(elsewhere, { recursive: true });
    }
  });

  it.each([200_000, 2 * SEGMENT])('of %d bytes has no finished name before it is complete', async (size) => {
    fs.writeFileSync(source, randomBytes(size));
    const seen: string[][] = [];
    await copied(source, target, {
      free: () => {
        seen.push(inBag()); // all is written; only the disk has work left
        return Promise.resolve();
      },
    });
    expect(seen).toEqual([['.MLANDATA.partial']]);
    expect(inBag()).toEqual(['MLANDATA']);
  });

  it('does not change the times of what it reads, nor lock it', async () => {
    fs.writeFileSync(source, randomBytes(100_000));
    const before = fs.statSync(source, { bigint: true });
    await copied(source, target, { onBytes: () => fs.closeSync(fs.openSync(source, 'r+')) });
    const after = fs.statSync(source, { bigint: true });
    expect([after.mtimeNs, after.ctimeNs]).toEqual([before.mtimeNs, before.ctimeNs]);
  });
});

describe('a file that changes while it is copied', () => {
  it.each([200_000, 2 * SEGMENT + 5])('of %d bytes is kept, and the write is named', async (size) => {
    fs.writeFileSync(source, randomBytes(size));
    const made = await copied(source, target, { onBytes: once(() => writeAt(source, 10, 'new mail')) });
    expect(made.change).toMatchObject({ when: 'while-copying', replaced: false });
    expect(made.bytes).toBe(size);
    const copy = fs.readFileSync(target);
    expect(made.sha256).toBe(sha256(copy));
    expect(made.table).toEqual(await tableOf(copy));
  });

  it('is noticed even if its time was set back afterwards', async () => {
    fs.writeFileSync(source, randomBytes(200_000));
    const { atime, mtime } = fs.statSync(source);
    const act = once(() => {
      writeAt(source, 10, 'new mail');
      fs.utimesSync(source, atime, mtime);
    });
    expect((await copied(source, target, { onBytes: act })).change).not.toBeNull();
  });

  it.each([200_000, 2 * SEGMENT])('comes to an end though it grows from %d bytes', async (size) => {
    fs.writeFileSync(source, randomBytes(size));
    const made = await copied(source, target, {
      onBytes: (bytes) => fs.appendFileSync(source, randomBytes(bytes)),
    });
    expect(made.bytes).toBe(size);
    expect(made.change).toMatchObject({ bytesBefore: size, bytesAfter: 2 * size });
    expect(fs.readFileSync(target).equals(fs.readFileSync(source).subarray(0, size))).toBe(true);
  });

  it('and becomes shorter before it is read: the copy holds what was there, and says so', async () => {
    fs.writeFileSync(source, randomBytes(200_000));
    const shorten = once(() => fs.truncateSync(source, 100_000));
    const isCancelled = (): boolean => {
      shorten();
      return false;
    };
    const made = await copied(source, target, { isCancelled });
    expect(made.change).toMatchObject({ bytesBefore: 200_000, bytesAfter: 100_000 });
    expect(made).toMatchObject({ bytes: 100_000, sha256: sha256(fs.readFileSync(source)) });
    expect(made.table).toEqual(await tableOf(fs.readFileSync(target)));
    expect(fs.statSync(target).size).toBe(100_000);
  });

  it.each([SEGMENT, SEGMENT + 70_000])('and is cut to %d bytes in the middle of reading', async (left) => {
    fs.writeFileSync(source, randomBytes(3 * SEGMENT));
    const made = await copied(source, target, { onBytes: once(() => fs.truncateSync(source, left)) });
    expect(made.change).toMatchObject({ bytesBefore: 3 * SEGMENT, bytesAfter: left });
    expect(made.bytes).toBe(left);
    expect(made.table).toEqual(await tableOf(fs.readFileSync(source)));
    expect(fs.readFileSync(target).equals(fs.readFileSync(source))).toBe(true);
  });

  it('and is replaced by another one: the copy is of the one that was opened', async () => {
    const data = randomBytes(100_000);
    fs.writeFileSync(source, data);
    const other = path.join(folder, 'other');
    fs.writeFileSync(other, randomBytes(100_000));
    const made = await copied(source, target, { onBytes: once(() => fs.renameSync(other, source)) });
    expect(made.change?.replaced).toBe(true);
    expect(made.sha256).toBe(sha256(data));
  });

  it('and is removed: that is a replacing too', async () => {
    fs.writeFileSync(source, randomBytes(100_000));
    const made = await copied(source, target, { onBytes: once(() => fs.rmSync(source)) });
    expect(made.change?.replaced).toBe(true);
  });
});

describe('copying fails', () => {
  it.each([200_000, 3 * SEGMENT])(
    'when it is cancelled at %d bytes, and leaves nothing behind',
    async (size) => {
      fs.writeFileSync(source, randomBytes(size));
      let looks = 0;
      const atTheEnd = Math.ceil(size / SEGMENT);
      const isCancelled = (): boolean => ++looks >= atTheEnd;
      expect((await troubleOf(copied(source, target, { isCancelled }))).side).toBe('cancelled');
      expect(inBag()).toEqual([]);
    },
  );

  it('in the middle of a large file, and the next one gets its own checksum', async () => {
    const data = randomBytes(3 * SEGMENT);
    fs.writeFileSync(source, data);
    let looks = 0;
    await troubleOf(copied(source, target, { isCancelled: () => ++looks > 2 }));
    expect((await copied(source, target)).sha256).toBe(sha256(data));
  });

  it.each([3, 2 * SEGMENT])(
    'rather than write over a partial name that is taken (%d bytes)',
    async (size) => {
      fs.writeFileSync(source, randomBytes(size));
      fs.writeFileSync(partialName(target), 'of somebody else');
      expect(await troubleOf(copied(source, target))).toMatchObject({ side: 'target', code: 'EEXIST' });
      expect(fs.readFileSync(partialName(target), 'utf8')).toBe('of somebody else');
    },
  );

  it.each([3, 2 * SEGMENT])('when its bytes are not those that it must have (%d bytes)', async (size) => {
    const data = randomBytes(size);
    fs.writeFileSync(source, data);
    const thread = await makeThread();
    const wrong = copyFile(jobOf(source, target, { sha256: sha256(Buffer.from('other')) }), thread);
    expect((await troubleOf(wrong)).side).toBe('differs');
    expect(inBag()).toEqual([]);
    const right = await copyFile(jobOf(source, target, { sha256: sha256(data) }), thread);
    expect(right.bytes).toBe(size);
    expect(inBag()).toEqual(['MLANDATA']);
  });

  it('with the source when it is not there, with the vault when its folder is gone', async () => {
    expect(await troubleOf(copied(source, target))).toMatchObject({ side: 'source', code: 'ENOENT' });
    fs.writeFileSync(source, 'x');
    fs.rmSync(path.join(folder, 'bag'), { recursive: true });
    expect(await troubleOf(copied(source, target))).toMatchObject({ side: 'target', code: 'ENOENT' });
    expect(fs.existsSync(path.join(folder, 'bag')), 'a folder was made where the disk had been').toBe(false);
  });

  it('when it is no plain file', async () => {
    fs.mkdirSync(source);
    expect((await troubleOf(copied(source, target))).side).toBe('special');
    expect(inBag()).toEqual([]);
  });
});
