import { stillReason } from '../../shared/words/still';
import { scanFolder } from '../postoffice/scan';
import { describeError, PostbagError } from '../run/errors';
import { isCancel } from '../run/findings';
import { newRunId } from '../run/folders';
import { lookAt } from '../volume/own-folder';
import type { Held, Still, StillLook, StillPlace, StillRun } from '../volume/still';
import { clonesIn, cloneTree, type Clones } from './clone-tree';
import { removeClones } from './clone-undo';
import type { SnapshotProvider } from './provider';
import { examine } from './reflink-look';

/**
 * Clones of all files, in a folder beside them: XFS and btrfs on Linux, APFS on macOS. Each is of one instant and takes no
 * room until somebody writes; all of them together are not, so they are made in copy order. Needs no more rights than
 * reading the files.
 */
export const reflink: SnapshotProvider = { id: 'reflink', look, prepare, remove: removeClones };

async function look(place: StillPlace): Promise<StillLook> {
  const looked = await examine(place, newRunId());
  if ('refused' in looked) return { ...looked.refused, covers: 'per-file' };
  const { volume, freeBytes } = looked.found;
  return {
    usable: true,
    reason: null,
    volume,
    covers: 'per-file',
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
  const { own, point, volume } = looked.found;
  if ((await lookAt(own).catch(() => null)) !== null) throw notMade(`${own} is there already`);
  let made: Clones | null = null;
  return {
    make: {
      undo: {
        action: 'remove-snapshot',
        params: { provider: 'reflink', run: runId, volume, shown: own, path: own, point },
      },
      act: async (signal) => {
        made = await makeClones({ from: place.folder, own, runId }, signal);
      },
    },
    mount: null,
    folder: () => {
      if (made === null) throw new Error('nothing is cloned yet');
      return clonesIn(own);
    },
    held: async () => await hasHeld(own, made),
  };
}

const notMade = (reason: string, cause?: unknown): PostbagError =>
  new PostbagError('copy', 'still-not-made', { provider: 'reflink', reason }, { cause });

async function makeClones(what: Parameters<typeof cloneTree>[0], signal: AbortSignal): Promise<Clones> {
  try {
    return await cloneTree(what, signal);
  } catch (error) {
    if (signal.aborted || isCancel(error)) throw error;
    // A folder that cannot be listed has the system's code as its reason.
    const reason = error instanceof PostbagError ? `${what.from} (${String(error.params['reason'])})` : null;
    throw notMade(reason ?? describeError(error), error);
  }
}

async function hasHeld(own: string, made: Clones | null): Promise<Held> {
  const lost = (reason: string): Held => ({ held: false, reason });
  if (made === null) return lost('nothing was cloned');
  try {
    const there = await lookAt(own);
    if (there === null) return lost(`${own} is gone`);
    const same = there.dev === made.folder.dev && there.ino === made.folder.ino;
    if (!same) return lost(`${own} is not what was made`);
    const { files, unreadable } = await scanFolder(clonesIn(own));
    return files.length === made.files && unreadable.length === 0
      ? { held: true }
      : lost(`${own} has ${String(files.length)} of ${String(made.files)} files`);
  } catch (error) {
    return lost(describeError(error));
  }
}
