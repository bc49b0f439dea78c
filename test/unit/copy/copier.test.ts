import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  copyFiles,
  type CopyListener,
  type FilesToCopy,
  type SourceFile,
} from '../../../electron/copy/copier';
import type { CopyTrouble } from '../../../electron/copy/job';
import { CopyPool, type Outcome } from '../../../electron/copy/pool';
import { Cancelled } from '../../../electron/run/errors';
import { entryPath } from '../../../electron/run/entries';
import { tempFolder } from './fixtures';
import { copiedOf, fileOf } from './samples';

let source: string;
let target: string;

beforeEach(() => {
  const folder = tempFolder();
  source = path.join(folder, 'CCDATA');
  target = path.join(folder, 'data');
  fs.mkdirSync(source);
});

function files(count: number, bytes = 2_000): SourceFile[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `USR${String(index).padStart(5, '0')}`;
    fs.writeFileSync(path.join(source, name), Buffer.alloc(bytes, index));
    return fileOf(name, bytes);
  });
}

/** Copies and says what was heard of it. */
async function copy(
  pool: CopyPool,
  list: readonly SourceFile[],
  more: Partial<FilesToCopy & CopyListener> = {},
) {
  const heard = {
    copied: [] as string[],
    waited: [] as string[],
    trouble: new Map<string, CopyTrouble>(),
    bytes: 0,
  };
  const listener: CopyListener = {
    copied: (file, _copied, waited) => {
      heard.copied.push(file.path);
      if (waited) heard.waited.push(file.path);
    },
    bytes: (_file, bytes) => (heard.bytes += bytes),
    trouble: (file, trouble) => void heard.trouble.set(file.path, trouble),
  };
  const job = { files: list, source, target, donor: () => null, lockedWaitMs: 0 };
  await copyFiles(pool, { ...job, ...more }, { ...listener, ...more });
  return heard;
}

describe('copying files of a group', () => {
  let pool: CopyPool;
  beforeEach(() => (pool = new CopyPool({ entry: entryPath, threads: 2, lockedWaitMs: 0 })));
  afterEach(async () => await pool.close());

  it('is over only when every file of it has its name', async () => {
    const list = files(300);
    const heard = await copy(pool, list);
    expect(fs.readdirSync(target).sort()).toEqual(list.map((file) => file.path));
    expect(heard.copied.sort()).toEqual(list.map((file) => file.path));
    expect(heard.bytes).toBe(600_000);
  });

  it('makes the folders that files lie in', async () => {
    fs.mkdirSync(path.join(source, 'a', 'b'), { recursive: true });
    fs.writeFileSync(path.join(source, 'a', 'b', 'deep'), 'x');
    await copy(pool, [fileOf('a/b/deep'), ...files(1)]);
    expect(fs.readFileSync(path.join(target, 'a', 'b', 'deep'), 'utf8')).toBe('x');
  });

  it('makes no folder above the target: there the disk of the vault may have been', async () => {
    const away = path.join(target, 'not', 'there');
    const { copied, trouble } = await copy(pool, files(2), { target: away });
    expect(copied).toEqual([]);
    expect(trouble.get('USR00000')).toMatchObject({ side: 'target', code: 'ENOENT' });
    expect(fs.existsSync(target)).toBe(false);
  });

  it('tells of a file that vanished, and copies the others', async () => {
    const list = files(5);
    fs.rmSync(path.join(source, 'USR00002'));
    const { copied, trouble } = await copy(pool, list);
    expect(copied).toHaveLength(4);
    expect([...trouble]).toMatchObject([['USR00002', { side: 'source', code: 'ENOENT' }]]);
  });

  it('ends with what its listener throws, and begins no further file', async () => {
    const list = [...files(200), fileOf('CLANDATA', 1e9)];
    const stop = new Error('there can be no backup');
    const trouble = (): never => {
      throw stop;
    };
    await expect(copy(pool, list, { trouble })).rejects.toBe(stop);
    const left = fs.existsSync(target) ? fs.readdirSync(target).length : 0;
    expect(left).toBeLessThan(200);
  });

  it('stops soon when it is cancelled, with no finished name for what was not finished', async () => {
    const list = files(4, 40_000_000);
    const bytes = (): void => pool.cancel();
    await expect(copy(pool, list, { bytes })).rejects.toBeInstanceOf(Cancelled);
    const left = fs.readdirSync(target).filter((name) => !name.startsWith('.'));
    for (const name of left) expect(fs.statSync(path.join(target, name)).size).toBe(40_000_000);
    expect(left.length).toBeLessThan(4);
  });

  it('begins with the largest, so that no thread is left alone with it at the end', async () => {
    const given: string[] = [];
    const donor = ({ path: name }: SourceFile): null => {
      given.push(name);
      return null;
    };
    const list = [fileOf('small', 1), fileOf('large', 100), fileOf('middle', 10)];
    for (const { path: name, bytes } of list) fs.writeFileSync(path.join(source, name), Buffer.alloc(bytes));
    await copy(pool, list, { donor });
    expect(given).toEqual(['large', 'middle', 'small']);
  });
});

describe('a file that somebody holds', () => {
  /** A pool in which one file cannot be opened for the first so many tries. */
  function poolThatHolds(name: string, tries: number, trouble: Partial<CopyTrouble> = {}) {
    const tried: string[] = [];
    const held = { side: 'locked', code: 'EBUSY', message: 'held', ...trouble } as const;
    const pool = {
      do: ({ source: file }: { source: string }): Promise<Outcome<unknown>> => {
        tried.push(path.basename(file));
        const holds = tried.filter((one) => one === name).length <= tries;
        return Promise.resolve(
          path.basename(file) === name && holds ? { trouble: held } : { answer: copiedOf() },
        );
      },
      cancel: () => expect.unreachable('nothing failed'),
    };
    return { pool: pool as unknown as CopyPool, tried };
  }

  it('is tried again when the others are done, until it is let go, and that is told', async () => {
    const { pool, tried } = poolThatHolds('USR00001', 2);
    const { copied, waited, trouble } = await copy(pool, files(4), { lockedWaitMs: 60_000 });
    expect(tried.slice(0, 4)).toEqual(['USR00000', 'USR00001', 'USR00002', 'USR00003']);
    expect(tried.slice(4)).toEqual(['USR00001', 'USR00001']);
    expect(copied).toContain('USR00001');
    expect(waited).toEqual(['USR00001']);
    expect(trouble.size).toBe(0);
  });

  it('is told of by name when it is not let go in time', async () => {
    const { pool, tried } = poolThatHolds('USR00001', Infinity);
    const { copied, trouble } = await copy(pool, files(3), { lockedWaitMs: 350 });
    expect(copied).toEqual(['USR00000', 'USR00002']);
    expect([...trouble]).toMatchObject([['USR00001', { side: 'locked', code: 'EBUSY' }]]);
    expect(tried.length).toBeGreaterThan(4);
  });

  it('is not waited for when there is no time for that', async () => {
    const { pool, tried } = poolThatHolds('USR00001', 1);
    const { trouble } = await copy(pool, files(2));
    expect(tried).toHaveLength(2);
    expect([...trouble.keys()]).toEqual(['USR00001']);
  });

  it('is not tried again where a part of it stayed locked: that was waited for already', async () => {
    const { pool, tried } = poolThatHolds('USR00001', Infinity, { range: { from: 0, to: 4096 } });
    const { trouble } = await copy(pool, files(2), { lockedWaitMs: 60_000 });
    expect(tried).toHaveLength(2);
    expect(trouble.get('USR00001')).toMatchObject({ range: { from: 0, to: 4096 } });
  });
});
