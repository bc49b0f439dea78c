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

const toMs = (ns: bigint): number => Number(ns / 1_000_000n);

/** Compares two looks at one file; null when nothing tells them apart. */
export function changeBetween(
  before: FileState,
  after: FileState,
  when: FileChange['when'],
): FileChange | null {
  const replaced = before.identity !== after.identity;
  const same =
    !replaced &&
    before.bytes === after.bytes &&
    before.modifiedNs === after.modifiedNs &&
    before.changedNs === after.changedNs;
  if (same) return null;
  return {
    when,
    replaced,
    bytesBefore: before.bytes,
    bytesAfter: after.bytes,
    changedBefore: toMs(before.modifiedNs),
    changedAfter: toMs(after.modifiedNs),
  };
}
