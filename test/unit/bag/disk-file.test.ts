import fs from 'node:fs';
import { rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { alignedMemory } from '../../../electron/bag/aligned-memory';
import { DiskFile, type FileSystem } from '../../../electron/bag/disk-file';
import { segmentBytes } from '../../../electron/bag/segments';
import { bagFolder } from './bag-maker';
import { sizedFile, sizes } from './sized-files';

const O_DIRECT = (fs.constants as { O_DIRECT?: number }).O_DIRECT ?? 0;
const noDirect = O_DIRECT === 0;

/** The real file system, with notes of what was asked of it; `change` replaces parts of it. */
function watched(
  change: (notes: { direct: Set<number>; refused: number }) => Partial<FileSystem> = () => ({}),
) {
  const notes = { direct: new Set<number>(), opened: 0, closed: 0, refused: 0 };
  const system = {
    ...fs,
    // Any file system of the test machine will do: what was opened for direct reading is only noted.
    openSync: (file: string, flags: number) => {
      const fd = fs.openSync(file, flags & ~O_DIRECT);
      notes.opened += 1;
      if ((flags & O_DIRECT) !== 0) notes.direct.add(fd);
      return fd;
    },
    closeSync: (fd: number) => {
      notes.closed += 1;
      fs.closeSync(fd);
    },
    ...change(notes),
  } as FileSystem;
  return { notes, system };
}

const failing = (code: string) => Object.assign(new Error(code), { code });

/** Everything in a file, read a buffer at a time. */
function readAll(disk: DiskFile): Buffer {
  const parts: Buffer[] = [];
  const buffer = Buffer.from(alignedMemory(segmentBytes));
  for (let position = 0; ; position += buffer.length) {
    const bytes = disk.read(buffer, position);
    parts.push(Buffer.from(buffer.subarray(0, bytes)));
    if (bytes < buffer.length) return Buffer.concat(parts);
  }
}

function readAndClose(disk: DiskFile): Buffer {
  try {
    return readAll(disk);
  } finally {
    disk.close();
  }
}

describe.each([true, false])('a file opened with direct %s', (direct) => {
  test.each(sizes)('of %i bytes is read whole', async (bytes) => {
    const { file, content } = await sizedFile(bytes);
    const disk = DiskFile.open(file, { direct });
    expect(disk.bytes).toBe(bytes);
    expect(readAndClose(disk).equals(content)).toBe(true);
  });
});

describe.skipIf(noDirect)('direct reading', () => {
  test.each(['EINVAL', 'ENOTSUP'])(
    'that is refused with %s on opening gives way to the cache',
    async (code) => {
      const { file, content } = await sizedFile(4097);
      const { notes, system } = watched((seen) => ({
        openSync: ((name: string, flags: number) => {
          if ((flags & O_DIRECT) === 0) return fs.openSync(name, flags);
          seen.refused += 1;
          throw failing(code);
        }) as FileSystem['openSync'],
      }));
      const disk = DiskFile.open(file, { direct: true, system });
      expect(notes.refused).toBe(1);
      expect(disk.handle.direct).toBe(false);
      expect(readAndClose(disk).equals(content)).toBe(true);
    },
  );

  /** Takes files for direct reading, and then does not read them. */
  const refusing = (code: string) =>
    watched((seen) => ({
      readSync: ((fd: number, buffer: Buffer, offset: number, length: number, position: number) => {
        if (!seen.direct.has(fd)) return fs.readSync(fd, buffer, offset, length, position);
        seen.refused += 1;
        throw failing(code);
      }) as FileSystem['readSync'],
    }));

  test('that is refused on reading gives way to the cache, and leaves nothing open', async () => {
    const { file, content } = await sizedFile(segmentBytes + 1);
    const { notes, system } = refusing('EINVAL');
    const disk = DiskFile.open(file, { direct: true, system });
    expect(readAndClose(disk).equals(content)).toBe(true);
    expect(notes).toMatchObject({ refused: 1, opened: 2, closed: 2 });
  });

  test('does not go on with another file of the same name', async () => {
    const { file } = await sizedFile(4096);
    const { notes, system } = refusing('EINVAL');
    const disk = DiskFile.open(file, { direct: true, system });
    await writeFile(`${file}.new`, 'other');
    await rename(`${file}.new`, file);
    expect(() => readAndClose(disk)).toThrow(expect.objectContaining({ code: 'ESTALE' }));
    expect(notes).toMatchObject({ refused: 1, opened: 2, closed: 2 });
  });

  test('does not take a failing disk for a refusal', async () => {
    const { file } = await sizedFile(4096);
    const { notes, system } = refusing('EIO');
    const disk = DiskFile.open(file, { direct: true, system });
    expect(() => readAndClose(disk)).toThrow(expect.objectContaining({ code: 'EIO' }));
    expect(notes).toMatchObject({ refused: 1, opened: 1, closed: 1 });
  });

  test('that stops inside a block goes on from its beginning', async () => {
    const { file, content } = await sizedFile(3 * 4096 + 5);
    const positions: number[] = [];
    const { system } = watched(() => ({
      readSync: ((fd: number, buffer: Buffer, offset: number, length: number, position: number) => {
        positions.push(position);
        return fs.readSync(fd, buffer, offset, Math.min(length, 5000), position);
      }) as FileSystem['readSync'],
    }));
    const disk = DiskFile.open(file, { direct: true, system });
    expect(readAndClose(disk).equals(content)).toBe(true);
    expect(positions.length).toBeGreaterThan(2);
    expect(positions.filter((position) => position % 4096 !== 0)).toEqual([]);
  });
});

describe('is not opened:', () => {
  test('a folder', async () => {
    const { notes, system } = watched();
    const folder = await bagFolder();
    expect(() => DiskFile.open(folder, { direct: false, system })).toThrow();
    expect(notes.closed).toBe(notes.opened);
  });

  test.skipIf(process.platform === 'win32')('a link', async () => {
    const { file } = await sizedFile(1);
    const link = path.join(path.dirname(file), 'link');
    await symlink(file, link);
    expect(() => DiskFile.open(link, { direct: false })).toThrow(expect.objectContaining({ code: 'ELOOP' }));
  });
});
