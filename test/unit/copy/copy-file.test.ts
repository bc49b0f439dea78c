import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyFile, CopyFailed, partialName, type CopyHooks } from '../../../electron/copy/copy-file';

let folder: string;
let source: string;
let target: string;
const quiet: CopyHooks = { isCancelled: () => false, onBytes: () => undefined };
const buffer = Buffer.alloc(64 * 1024);
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'postbag-copy-'));
  source = path.join(folder, 'MLANDATA');
  target = path.join(folder, 'bag', 'data', 'MLANDATA');
  fs.mkdirSync(path.dirname(target), { recursive: true });
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function failing(act: () => unknown): CopyFailed['trouble'] {
  try {
    act();
  } catch (error) {
    if (error instanceof CopyFailed) return error.trouble;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('copying one file', () => {
  it('gives the same bytes, their checksum and the time they were last changed', () => {
    const data = randomBytes(300_001);
    fs.writeFileSync(source, data);
    fs.utimesSync(source, 1_000_000_000, 899_999_999);
    const copied = copyFile(source, target, buffer, quiet);
    expect(fs.readFileSync(target).equals(data)).toBe(true);
    expect(copied).toMatchObject({ bytes: 300_001, sha256: sha256(data), change: null });
    expect(fs.statSync(target).mtimeMs).toBe(899_999_999_000);
  });

  it('copies an empty file', () => {
    fs.writeFileSync(source, '');
    expect(copyFile(source, target, buffer, quiet)).toMatchObject({ bytes: 0, change: null });
    expect(fs.statSync(target).size).toBe(0);
  });

  it('has no finished name before it is complete and checked', () => {
    fs.writeFileSync(source, randomBytes(200_000));
    const seen: string[][] = [];
    copyFile(source, target, buffer, {
      ...quiet,
      isCancelled: () => {
        seen.push(fs.readdirSync(path.dirname(target)));
        return false;
      },
    });
    expect(new Set(seen.flat())).toEqual(new Set(['.MLANDATA.partial']));
    expect(fs.readdirSync(path.dirname(target))).toEqual(['MLANDATA']);
  });

  it('names a write that falls into the reading, and keeps the file', () => {
    fs.writeFileSync(source, randomBytes(200_000));
    let written = false;
    const copied = copyFile(source, target, buffer, {
      ...quiet,
      onBytes: () => {
        if (written) return;
        written = true;
        const handle = fs.openSync(source, 'r+');
        fs.writeSync(handle, 'new mail', 10);
        fs.closeSync(handle);
      },
    });
    expect(copied.change).toMatchObject({ when: 'while-copying', replaced: false });
    expect(copied.bytes).toBe(200_000);
    expect(sha256(fs.readFileSync(target))).toBe(copied.sha256);
  });

  it('notices a write whose time was set back afterwards', () => {
    fs.writeFileSync(source, randomBytes(200_000));
    const { atime, mtime } = fs.statSync(source);
    let written = false;
    const copied = copyFile(source, target, buffer, {
      ...quiet,
      onBytes: () => {
        if (written) return;
        written = true;
        const handle = fs.openSync(source, 'r+');
        fs.writeSync(handle, 'new mail', 10);
        fs.closeSync(handle);
        fs.utimesSync(source, atime, mtime);
      },
    });
    expect(copied.change).not.toBeNull();
  });

  it('comes to an end with a file that grows as fast as it is read', () => {
    fs.writeFileSync(source, randomBytes(200_000));
    const copied = copyFile(source, target, buffer, {
      ...quiet,
      onBytes: (bytes) => fs.appendFileSync(source, randomBytes(bytes)),
    });
    expect(copied.bytes).toBe(200_000);
    expect(copied.change?.bytesAfter).toBe(400_000);
  });

  it('says that a file became shorter', () => {
    fs.writeFileSync(source, randomBytes(200_000));
    let cut = false;
    const copied = copyFile(source, target, buffer, {
      ...quiet,
      onBytes: () => {
        if (!cut) fs.truncateSync(source, 100_000);
        cut = true;
      },
    });
    expect(copied.change).toMatchObject({ bytesBefore: 200_000, bytesAfter: 100_000 });
    expect(copied.bytes).toBe(100_000);
  });

  it('notices that another file took the place of the one it reads', () => {
    fs.writeFileSync(source, randomBytes(100_000));
    const other = path.join(folder, 'other');
    fs.writeFileSync(other, randomBytes(100_000));
    const copied = copyFile(source, target, buffer, {
      ...quiet,
      onBytes: () => {
        if (fs.existsSync(other)) fs.renameSync(other, source);
      },
    });
    expect(copied.change?.replaced).toBe(true);
  });

  it('does not give a name to a copy that reads back differently', () => {
    const size = buffer.length * 2;
    fs.writeFileSync(source, randomBytes(size));
    let read = 0;
    const trouble = failing(() =>
      copyFile(source, target, buffer, {
        onBytes: (bytes) => (read += bytes),
        isCancelled: () => {
          // All is written and synced: now the disk loses a byte.
          if (read === size && fs.existsSync(partialName(target))) {
            const handle = fs.openSync(partialName(target), 'r+');
            fs.writeSync(handle, Buffer.from([1, 2, 3, 4]), 0, 4, size - 4);
            fs.closeSync(handle);
          }
          return false;
        },
      }),
    );
    expect(trouble.side).toBe('differs');
    expect(fs.readdirSync(path.dirname(target))).toEqual([]);
  });

  it('leaves nothing behind when it is cancelled', () => {
    fs.writeFileSync(source, randomBytes(200_000));
    let chunks = 0;
    const trouble = failing(() =>
      copyFile(source, target, buffer, { ...quiet, isCancelled: () => ++chunks > 2 }),
    );
    expect(trouble.side).toBe('cancelled');
    expect(fs.readdirSync(path.dirname(target))).toEqual([]);
  });

  it('never writes over what has the name already', () => {
    fs.writeFileSync(source, 'new');
    fs.writeFileSync(partialName(target), 'of somebody else');
    expect(failing(() => copyFile(source, target, buffer, quiet))).toMatchObject({
      side: 'target',
      code: 'EEXIST',
    });
    expect(fs.readFileSync(partialName(target), 'utf8')).toBe('of somebody else');
  });

  it('tells trouble with the source from trouble with the vault', () => {
    expect(failing(() => copyFile(source, target, buffer, quiet))).toMatchObject({
      side: 'source',
      code: 'ENOENT',
    });
    fs.writeFileSync(source, 'x');
    fs.rmSync(path.join(folder, 'bag'), { recursive: true });
    expect(failing(() => copyFile(source, target, buffer, quiet))).toMatchObject({
      side: 'target',
      code: 'ENOENT',
    });
    expect(fs.existsSync(path.join(folder, 'bag'))).toBe(false);
  });

  it('refuses what is no plain file', () => {
    fs.mkdirSync(source);
    expect(failing(() => copyFile(source, target, buffer, quiet)).side).toMatch(/special|source/);
  });
});
