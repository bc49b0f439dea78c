import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { BigIntStats } from 'node:fs';
import { stillReason } from '../../shared/words/still';
import { describeError, PostbagError } from '../run/errors';
import { newRunId } from '../run/folders';
import { saidBy, type RunProgram } from '../run/program';
import { lookAt } from '../volume/own-folder';
import type { Held, Still, StillLook, StillPlace, StillRun } from '../volume/still';
import { examine, type BtrfsPlace } from './btrfs-look';
import { isReadOnly, ROOT_INODE } from './btrfs-subvolume';
import { removeSnapshot } from './btrfs-undo';
import type { SnapshotProvider } from './provider';

/** Everything that was written before is on the disk first, which takes as long as the disk needs. */
const LIMIT_MS = 180_000;

/**
 * Snapshots of subvolumes of btrfs. The snapshot is a folder of the same file system that can be read at once. A
 * subvolume inside the subvolume is not in it: there is an empty folder in its place, and it is a part of its own
 * (btrfs-subvolume(8)). Writers are not held up while it is made: of what they write in that moment some may be in it,
 * and some that was written earlier may not (measured: docs/snapshots.md). So it is exact only in a pause between writes.
 */
export const btrfs: SnapshotProvider = {
  id: 'btrfs',
  needsCalm: true,
  look,
  prepare,
  remove: removeSnapshot,
};

async function look(place: StillPlace): Promise<StillLook> {
  const looked = await examine(place, newRunId());
  if ('refused' in looked) return looked.refused;
  const { volume, freeBytes } = looked.found;
  return {
    usable: true,
    reason: null,
    volume,
    covers: 'one-instant',
    spaceBytes: freeBytes,
    resync: null,
    mounts: false,
  };
}

async function prepare(place: StillPlace, { runId }: StillRun): Promise<Still> {
  const looked = await examine(place, runId);
  if ('refused' in looked) {
    const { reason } = looked.refused;
    throw notMade(reason === null ? '' : stillReason(reason));
  }
  const { subvolume, snapshot, point, volume } = looked.found;
  await mustBeFree(snapshot);
  const shownAt = path.join(snapshot, path.relative(subvolume, place.folder));
  let made: BigIntStats | null = null;
  return {
    make: {
      undo: {
        action: 'remove-snapshot',
        params: { provider: 'btrfs', run: runId, volume, shown: snapshot, path: snapshot, point },
      },
      act: async (signal) => {
        made = await makeSnapshot(looked.found, place.runProgram, signal);
      },
    },
    mount: null,
    folder: () => {
      if (made === null) throw new Error('the snapshot is not made yet');
      return shownAt;
    },
    held: async () => await hasHeld(snapshot, made, shownAt, place.runProgram),
  };
}

const notMade = (reason: string): PostbagError =>
  new PostbagError('copy', 'still-not-made', { provider: 'btrfs', reason });

/** Where a folder of that name is, the program would put the snapshot into it, and follow a link to do so. */
async function mustBeFree(snapshot: string): Promise<void> {
  const there = await lookAt(snapshot).catch((error: unknown) => {
    throw notMade(describeError(error));
  });
  if (there !== null) throw notMade(`${snapshot} is there already`);
}

async function makeSnapshot(
  { subvolume, snapshot }: BtrfsPlace,
  runProgram: RunProgram,
  signal: AbortSignal,
): Promise<BigIntStats> {
  signal.throwIfAborted();
  await mustBeFree(snapshot);
  const args = ['subvolume', 'snapshot', '-r', subvolume, snapshot];
  const end = await runProgram({ program: 'btrfs', args, limitMs: LIMIT_MS, signal });
  signal.throwIfAborted();
  if (end.code !== 0) throw notMade(saidBy(end));
  const there = await lookAt(snapshot).catch(() => null);
  if (there?.ino !== ROOT_INODE || !there.isDirectory()) throw notMade(`${snapshot} is no snapshot`);
  return there;
}

/** A snapshot that is there and was not made writable is what it was: it shares nothing that others can write. */
async function hasHeld(
  snapshot: string,
  made: BigIntStats | null,
  shownAt: string,
  runProgram: RunProgram,
): Promise<Held> {
  const lost = (reason: string): Held => ({ held: false, reason });
  if (made === null) return lost('the snapshot was not made');
  try {
    const there = await lookAt(snapshot);
    if (there === null) return lost(`${snapshot} is gone`);
    if (there.dev !== made.dev || there.ino !== made.ino) return lost(`${snapshot} is not what was made`);
    await readdir(shownAt);
    return (await isReadOnly(snapshot, runProgram)) ? { held: true } : lost(`${snapshot} was made writable`);
  } catch (error) {
    return lost(describeError(error));
  }
}
