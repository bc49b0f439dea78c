import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { SEGMENT } from '../../../electron/copy/blocks';
import { copyFile } from '../../../electron/copy/thread/copy-file';
import type { CopiedFile, Donor } from '../../../electron/copy/job';
import { otherDisk } from '../../support/disks';
import { jobOf, makeThread, sha256, tableOf, tempFolder } from './fixtures';

let source: string;
let older: string;
let target: string;

beforeEach(() => {
  const folder = tempFolder();
  source = path.join(folder, 'MLANDATA');
  older = path.join(folder, 'older', 'MLANDATA');
  target = path.join(folder, 'newer', 'MLANDATA');
  fs.mkdirSync(path.dirname(older));
  fs.mkdirSync(path.dirname(target));
});

/** Puts bytes into a file and gives it a time, in seconds since 1970. */
function put(file: string, data: Buffer, time: number): void {
  fs.writeFileSync(file, data);
  fs.utimesSync(file, time, time);
}

async function copyWith(donor: Donor): Promise<CopiedFile> {
  return await copyFile(jobOf(source, target, { donor }), await makeThread());
}

const fromOlder = (data: Buffer): Donor => {
  return { file: older, bytes: data.length, sha256: sha256(data), origin: 'shared' };
};

/** Small files fit into one segment; large ones are written while they are read. */
const sizes = [0, 5_000, SEGMENT, 2 * SEGMENT + 99];
const T = 1_700_000_000;

describe('a file whose bytes the newest bag has', () => {
  it.each(
    sizes.flatMap(
      (size) =>
        [
          [size, T],
          [size, T + 5_000],
        ] as const,
    ),
  )('is not stored again, whatever its time (%d bytes, time %d)', async (size, time) => {
    const data = randomBytes(size);
    put(source, data, time);
    put(older, data, T);
    const made = await copyWith(fromOlder(data));
    expect(made).toMatchObject({ origin: 'shared', bytes: size, sha256: sha256(data) });
    expect(made.table).toEqual(await tableOf(data));
    expect(fs.readFileSync(target).equals(data)).toBe(true);
    expect(fs.readdirSync(path.dirname(target))).toEqual(['MLANDATA']);
  });

  it('has one more name where the disk can only link, and either bag can be removed', async ({ skip }) => {
    const data = randomBytes(5_000);
    put(source, data, T);
    put(older, data, T);
    await copyWith(fromOlder(data));
    skip(fs.statSync(target).ino !== fs.statSync(older).ino, 'needs a disk that cannot clone');
    expect(fs.statSync(target).nlink).toBe(2);
    fs.rmSync(path.dirname(older), { recursive: true });
    expect(fs.readFileSync(target).equals(data)).toBe(true);
  });

  it('is written as always when the older bag lies on another disk', async ({ skip }) => {
    const disk = otherDisk();
    skip(disk === null, 'needs a second file system, such as /dev/shm');
    const data = randomBytes(5_000);
    put(source, data, T);
    const elsewhere = fs.mkdtempSync(path.join(disk ?? '', 'postbag-older-'));
    try {
      const file = path.join(elsewhere, 'MLANDATA');
      put(file, data, T);
      const made = await copyWith({ ...fromOlder(data), file });
      expect(made.origin).toBe('copied');
      expect(fs.readFileSync(target).equals(data)).toBe(true);
    } finally {
      fs.rmSync(elsewhere, { recursive: true });
    }
  });
});

describe('a file that only looks like the one in the newest bag', () => {
  it.each(sizes.slice(1))('is copied: same size, same time, one other byte (%d bytes)', async (size) => {
    const before = randomBytes(size);
    const now = Buffer.from(before);
    now.writeUInt8((now.at(-1) ?? 0) ^ 1, size - 1);
    put(source, now, T);
    put(older, before, T);
    const made = await copyWith(fromOlder(before));
    expect(made).toMatchObject({ origin: 'copied', sha256: sha256(now) });
    expect(fs.readFileSync(target).equals(now)).toBe(true);
    expect(fs.readFileSync(older).equals(before), 'a sealed bag was written to').toBe(true);
    expect(fs.statSync(target).nlink).toBe(1);
  });

  it.each<[string, () => void]>([
    ['is gone', () => fs.rmSync(older)],
    ['has another size than the manifest vouches for', () => fs.appendFileSync(older, 'x')],
    [
      'is a link to somewhere else',
      () => {
        fs.renameSync(older, `${older} away`);
        fs.symlinkSync(`${older} away`, older);
      },
    ],
    [
      'is a folder',
      () => {
        fs.rmSync(older);
        fs.mkdirSync(older);
      },
    ],
  ])('is copied when that one %s', async (_, spoil) => {
    for (const size of [5_000, 2 * SEGMENT]) {
      const data = randomBytes(size);
      fs.rmSync(older, { recursive: true, force: true });
      put(source, data, T);
      put(older, data, T);
      spoil();
      fs.rmSync(target, { force: true });
      expect((await copyWith(fromOlder(data))).origin).toBe('copied');
      expect(fs.readFileSync(target).equals(data)).toBe(true);
      expect(fs.lstatSync(target).isFile()).toBe(true);
      fs.rmSync(`${older} away`, { force: true });
    }
  });
});

describe('a file that an earlier run left in the bag', () => {
  const kept = (data: Buffer): Donor => {
    return { file: target, bytes: data.length, sha256: sha256(data), origin: 'kept' };
  };

  it.each(sizes)('stays as it lies when the source still holds its bytes (%d bytes)', async (size) => {
    const data = randomBytes(size);
    put(source, data, T + 5_000);
    put(target, data, T);
    const before = fs.statSync(target, { bigint: true });
    expect(await copyWith(kept(data))).toMatchObject({ origin: 'kept', sha256: sha256(data) });
    const after = fs.statSync(target, { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
    expect(fs.readdirSync(path.dirname(target))).toEqual(['MLANDATA']);
  });

  it.each(sizes.slice(1))(
    'is replaced when the source holds others, even of that time (%d bytes)',
    async (size) => {
      const [before, now] = [randomBytes(size), randomBytes(size)];
      put(source, now, T);
      put(target, before, T);
      expect(await copyWith(kept(before))).toMatchObject({ origin: 'copied', sha256: sha256(now) });
      expect(fs.readFileSync(target).equals(now)).toBe(true);
      expect(fs.readdirSync(path.dirname(target))).toEqual(['MLANDATA']);
    },
  );
});
