import type { BigIntStats } from 'node:fs';
import type { FileChange } from '../../shared/run';

/**
 * What of a file's state betrays a change. Times are kept to the nanosecond: two writes within a millisecond must not
 * look like none. On Windows this must come from an open handle, since a directory entry is not updated while the
 * file stays open.
 */
export interface FileState {
  readonly identity: string;
  readonly bytes: number;
  readonly modifiedNs: bigint;
  /** Change of the inode: also moves when somebody sets the modification time back. 0 where it means something else. */
  readonly changedNs: bigint;
}

export function stateOf(stats: BigIntStats): FileState {
  return {
    identity: `${String(stats.dev)}:${String(stats.ino)}`,
    bytes: Number(stats.size),
    modifiedNs: stats.mtimeNs,
    // On Windows too, libuv fills this with the file system's own change time.
    changedNs: stats.ctimeNs,
  };
}

export function sameState(a: FileState, b: FileState): boolean {
  return (
    a.identity === b.identity &&
    a.bytes === b.bytes &&
    a.modifiedNs === b.modifiedNs &&
    a.changedNs === b.changedNs
  );
}

const toMs = (ns: bigint): number => Number(ns / 1_000_000n);

/** Compares two looks at one file; null when nothing tells them apart. */
export function changeBetween(
  before: FileState,
  after: FileState,
  when: FileChange['when'],
): FileChange | null {
  if (sameState(before, after)) return null;
  return {
    when,
    replaced: before.identity !== after.identity,
    bytesBefore: before.bytes,
    bytesAfter: after.bytes,
    changedBefore: toMs(before.modifiedNs),
    changedAfter: toMs(after.modifiedNs),
  };
}
