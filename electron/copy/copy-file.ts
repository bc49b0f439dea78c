import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { changeBetween, stateOf, type FileState } from './change';
import type { CopiedFile, CopyTrouble } from './job';

/** Bytes read at a time. Large enough that calls cost little, small enough that cancelling is prompt. */
const CHUNK = 1 << 20;

/** Thrown inside the worker; carries what went wrong on which side. */
export class CopyFailed extends Error {
  override readonly name = 'CopyFailed';
  constructor(readonly trouble: CopyTrouble) {
    super(trouble.message);
  }
}

export interface CopyHooks {
  /** Asked before every chunk. */
  readonly isCancelled: () => boolean;
  readonly onBytes: (bytes: number) => void;
}

/** The name a file has until it is complete, synced and checked. */
export function partialName(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.partial`);
}

/**
 * Copies one file that others may be writing to. Runs synchronously, so only ever in a worker thread. The target's
 * folder must be there: a folder that is made here could be made where a disk has just been pulled out.
 *
 * The source is opened for reading only, in sharing mode, and is not locked. The bytes are read once and hashed and
 * written in the same pass, into a partial name that is made exclusively; then synced, read back and compared, and only
 * then renamed. So a finished name always means a complete and checked file. No more is read than the file held when
 * it was opened: what is appended meanwhile belongs to a later moment, and a file that grows faster than it can be read
 * must come to an end.
 *
 * @throws CopyFailed
 */
export function copyFile(source: string, target: string, buffer: Buffer, hooks: CopyHooks): CopiedFile {
  const startedAt = new Date().toISOString();
  const from = on('source', () => fs.openSync(source, 'r'));
  try {
    const opened = on('source', () => fs.fstatSync(from, { bigint: true }));
    if (!opened.isFile()) throw new CopyFailed({ side: 'special', code: '', message: 'not a plain file' });
    const before = stateOf(opened);
    const partial = partialName(target);
    const copied = write(from, before.bytes, partial, opened, buffer, hooks);
    const after = lookAgain(source, from);
    finish(partial, target, copied.sha256, buffer, hooks);
    return {
      ...copied,
      modified: Number(opened.mtimeMs),
      startedAt,
      endedAt: new Date().toISOString(),
      change:
        changeBetween(before, after, 'while-copying') ??
        (copied.bytes === before.bytes ? null : shrunk(before, copied.bytes)),
      state: after,
    };
  } finally {
    fs.closeSync(from);
  }
}

/** Reads, hashes and writes `limit` bytes, then syncs. A partial file that cannot be finished is removed. */
function write(
  from: number,
  limit: number,
  partial: string,
  times: fs.BigIntStats,
  buffer: Buffer,
  hooks: CopyHooks,
): { bytes: number; sha256: string } {
  const to = on('target', () => fs.openSync(partial, 'wx'));
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    while (bytes < limit) {
      stopIfCancelled(hooks);
      const want = Math.min(buffer.length, limit - bytes);
      const got = on('source', () => fs.readSync(from, buffer, 0, want, bytes));
      if (got === 0) break;
      const chunk = buffer.subarray(0, got);
      hash.update(chunk);
      on('target', () => writeAll(to, chunk));
      bytes += got;
      hooks.onBytes(got);
    }
    on('target', () => keepTimes(to, times));
    on('target', () => fs.fsyncSync(to));
    fs.closeSync(to);
    return { bytes, sha256: hash.digest('hex') };
  } catch (error) {
    discard(partial, to);
    throw error;
  }
}

/** Reads the partial file back, compares, and gives it its name. */
function finish(partial: string, target: string, sha256: string, buffer: Buffer, hooks: CopyHooks): void {
  try {
    if (hashOf(partial, buffer, hooks) !== sha256) {
      throw new CopyFailed({ side: 'differs', code: '', message: 'read back other bytes than were written' });
    }
    on('target', () => fs.renameSync(partial, target));
  } catch (error) {
    discard(partial);
    throw error;
  }
}

function hashOf(file: string, buffer: Buffer, hooks: CopyHooks): string {
  const hash = createHash('sha256');
  const handle = on('target', () => fs.openSync(file, 'r'));
  try {
    for (;;) {
      stopIfCancelled(hooks);
      const got = on('target', () => fs.readSync(handle, buffer, 0, buffer.length, null));
      if (got === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, got));
    }
  } finally {
    fs.closeSync(handle);
  }
}

/** The open handle tells of writes; the path tells whether another file stands there now. */
function lookAgain(source: string, from: number): FileState {
  const handle = stateOf(on('source', () => fs.fstatSync(from, { bigint: true })));
  try {
    return { ...handle, identity: stateOf(fs.statSync(source, { bigint: true })).identity };
  } catch {
    return { ...handle, identity: 'gone' };
  }
}

function shrunk(before: FileState, bytes: number): CopiedFile['change'] {
  return changeBetween(before, { ...before, bytes }, 'while-copying');
}

function writeAll(to: number, chunk: Buffer): void {
  let done = 0;
  while (done < chunk.length) done += fs.writeSync(to, chunk, done);
}

/** A file system that cannot hold such a time (before 1980 on FAT, say) keeps its own; the manifest is about bytes. */
function keepTimes(to: number, times: fs.BigIntStats): void {
  try {
    fs.futimesSync(to, Number(times.atimeMs) / 1000, Number(times.mtimeMs) / 1000);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EINVAL' && code !== 'EPERM' && code !== 'ERANGE') throw error;
  }
}

function discard(partial: string, handle?: number): void {
  try {
    if (handle !== undefined) fs.closeSync(handle);
  } catch {
    // The error that led here is the one to report.
  }
  try {
    fs.rmSync(partial, { force: true });
  } catch {
    // It keeps its partial name, and the whole unfinished bag is removed later.
  }
}

function stopIfCancelled(hooks: CopyHooks): void {
  if (hooks.isCancelled()) throw new CopyFailed({ side: 'cancelled', code: '', message: 'cancelled' });
}

function on<T>(side: 'source' | 'target', act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CopyFailed({ side, code: code ?? '', message });
  }
}

export const newBuffer = (): Buffer => Buffer.allocUnsafeSlow(CHUNK);
