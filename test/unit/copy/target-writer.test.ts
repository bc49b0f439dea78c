import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type * as NodeFs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SEGMENT } from '../../../electron/copy/blocks';
import { copied, sha256, tempFolder, troubleOf } from './fixtures';

/** The code with which a call is refused; null when it is not. */
type Refusal = (call: string, direct: boolean) => string | null;

/** How the file system of these tests refuses, and how often it did. */
const disk = vi.hoisted<{ refuses: Refusal; fired: number }>(() => ({ refuses: () => null, fired: 0 }));

vi.mock('node:fs', async (original) => {
  const { promisify } = await import('node:util');
  const real = (await original<{ default: typeof NodeFs }>()).default;
  const refusal = (call: string, direct: boolean): void => {
    const code = disk.refuses(call, direct);
    if (code === null) return;
    disk.fired++;
    throw Object.assign(new Error(`${code}: ${call}`), { code });
  };
  const isDirect = (flags: unknown): boolean =>
    typeof flags === 'number' && (flags & ((real.constants as { O_DIRECT?: number }).O_DIRECT ?? 0)) !== 0;
  const directs = new Set<number>();
  const openSync = (file: string, flags: string | number, mode?: number): number => {
    const direct = isDirect(flags);
    if (direct && disk.refuses('open', true) !== null) real.writeFileSync(file, ''); // some have made it by then
    if (direct) refusal('open', true);
    const fd = real.openSync(file, flags, mode);
    if (direct) directs.add(fd);
    else directs.delete(fd);
    return fd;
  };
  const custom = (call: 'write' | 'fsync'): unknown => {
    const really: (...args: unknown[]) => Promise<unknown> = promisify(
      real[call] as (...args: unknown[]) => void,
    );
    return {
      [promisify.custom]: async (...args: unknown[]) => {
        refusal(call, directs.has(args[0] as number));
        return await really(...args);
      },
    };
  };
  const hooked = (call: 'write' | 'fsync'): unknown =>
    Object.assign(
      (...args: unknown[]) => (real[call] as (...args: unknown[]) => void)(...args),
      custom(call),
    );
  const mocked = { ...real, openSync, write: hooked('write'), fsync: hooked('fsync') };
  return { ...mocked, default: mocked };
});

let source: string;
let target: string;

beforeEach(() => {
  const folder = tempFolder();
  source = path.join(folder, 'MLANDATA');
  target = path.join(folder, 'data', 'MLANDATA');
  fs.mkdirSync(path.dirname(target));
  disk.fired = 0;
});
afterEach(() => (disk.refuses = () => null));

describe('a file system that cannot write past its cache', () => {
  it.each([
    ['says so at once', 'open'],
    ['says so with the first write', 'write'],
  ])('%s: large files are written all the same', async (_, refused) => {
    const data = randomBytes(3 * SEGMENT + 1234);
    fs.writeFileSync(source, data);
    disk.refuses = (call, direct) => (direct && call === refused ? 'EINVAL' : null);
    expect((await copied(source, target)).sha256).toBe(sha256(data));
    expect(disk.fired).toBeGreaterThan(0);
    expect(fs.readFileSync(target).equals(data)).toBe(true);
    expect(fs.readdirSync(path.dirname(target))).toEqual(['MLANDATA']);
  });
});

describe('a disk that fails', () => {
  it.each([
    ['write', 'ENOSPC'],
    ['write', 'EIO'],
    ['fsync', 'EIO'],
  ])('at %s with %s: no finished name, nothing left, and the next file is right', async (refused, code) => {
    const data = randomBytes(3 * SEGMENT + 1234);
    fs.writeFileSync(source, data);
    let calls = 0;
    disk.refuses = (call) => (call === refused && (call === 'fsync' || ++calls === 2) ? code : null);
    expect(await troubleOf(copied(source, target))).toMatchObject({ side: 'target', code });
    expect(disk.fired).toBe(1);
    expect(fs.readdirSync(path.dirname(target))).toEqual([]);
    disk.refuses = () => null;
    expect((await copied(source, target)).sha256).toBe(sha256(data));
  });
});
