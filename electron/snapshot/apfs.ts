import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { stillReason } from '../../shared/words/still';
import { describeError, PostbagError } from '../run/errors';
import { saidBy, type ProgramEnd, type RunProgram } from '../run/program';
import { realPath } from '../run/real-path';
import { readMacMounts } from '../volume/mac-mounts';
import type { Held, StillAct } from '../volume/still';
import { findApfs, type ApfsVolume } from './apfs-volume';
import { beginNote, checkNothingLeft, dropNote, noteEnded, noteMade, noteOf, readNote } from './note';
import type { SnapshotProvider } from './provider';
import {
  makeSnapshots,
  parseMadeSnapshot,
  removeSnapshots,
  snapshotsOf,
  timeOfSnapshot,
  type LocalSnapshot,
} from './tmutil';

const PROVIDER = 'apfs';

const notMade = (reason: string): PostbagError =>
  new PostbagError('copy', 'still-not-made', { provider: PROVIDER, reason });

const programFailed = (program: string, end: ProgramEnd): PostbagError =>
  notMade(stillReason({ code: 'failed', params: { program, reason: saidBy(end) } }));

/** @throws PostbagError `still-not-made` */
async function makeSnapshot(point: string, note: string, runProgram: RunProgram): Promise<LocalSnapshot> {
  try {
    await beginNote(note);
    const end = await makeSnapshots(runProgram);
    const date = parseMadeSnapshot(end.stdout);
    if (date !== null) await noteMade(note, date);
    else if (end.failed === 'missing' || end.failed === 'refused') await dropNote(note);
    else if (end.failed === null) await noteEnded(note);
    if (end.code !== 0) throw programFailed('tmutil', end);
    if (date === null) throw notMade(stillReason({ code: 'not-understood', params: { program: 'tmutil' } }));
    const made = (await snapshotsOf(point, runProgram)).find((one) => one.date === date);
    if (made) return made;
    throw notMade(
      `macOS made no snapshot of ${point}. It makes none of volumes that are left out of Time Machine's backups.`,
    );
  } catch (error) {
    throw error instanceof PostbagError ? error : notMade(describeError(error));
  }
}

/**
 * Local snapshots of APFS, made by `tmutil`, the only program of macOS that may. Their name is the time at which they
 * were made, so it is written into a note when it is known. Between the two a crash leaves one that nobody can show to be
 * ours: macOS removes local snapshots by itself, usually within a day.
 */
export const apfs: SnapshotProvider = {
  id: PROVIDER,
  needsCalm: true, // nothing could be measured, so nothing better is assumed
  look: async (place) => (await findApfs(place)).look,

  async prepare(place, { runId, folder }) {
    const { look, volume } = await findApfs(place);
    if (!volume) throw notMade(look.reason ? stillReason(look.reason) : '');
    const { runProgram } = place;
    const { point, inside } = volume;
    const note = path.join(folder, 'snapshot.txt');
    const where = { ...volume, mounted: path.join(folder, 'volume') };
    let snapshot: LocalSnapshot | null = null;
    let mounted = false;
    const make: StillAct = {
      undo: {
        action: 'remove-snapshot',
        params: { provider: PROVIDER, run: runId, volume: point, shown: point, note },
      },
      act: async (signal) => {
        signal.throwIfAborted();
        snapshot = await makeSnapshot(point, note, runProgram);
      },
    };
    const mount: StillAct = {
      undo: { action: 'unmount', params: { point: where.mounted, shown: point } },
      act: async () => {
        if (!snapshot) throw notMade('There is no snapshot.');
        await mountSnapshot(snapshot, where, runProgram);
        mounted = true;
      },
    };
    return {
      make,
      mount,
      folder: () => {
        if (!mounted) throw new Error('no snapshot is mounted');
        return path.join(where.mounted, inside);
      },
      held: async () => await isHeld(snapshot, where, runProgram),
    };
  },

  async remove(params, runId, runProgram) {
    if (params['run'] !== runId) return false;
    const file = noteOf(params, runId);
    const [point, shown] = [String(params['volume']), String(params['shown'])];
    const note = await readNote(file);
    let removed = false;
    if (note?.made) {
      removed = await removeSnapshot(note.made, point, runProgram);
    } else if (note) {
      const times = (await snapshotsOf(point, runProgram)).map(({ date }) => timeOfSnapshot(date));
      checkNothingLeft(note, times, { shown, command: `tmutil listlocalsnapshots ${point}` });
    }
    await dropNote(file);
    return removed;
  },
};

/** Where a snapshot of a volume is to be read. */
interface Mounting extends ApfsVolume {
  /** Absolute folder. */
  readonly mounted: string;
}

/** @throws Error when it is in use */
async function removeSnapshot(date: string, point: string, runProgram: RunProgram): Promise<boolean> {
  const isThere = async (): Promise<boolean> =>
    (await snapshotsOf(point, runProgram)).some((one) => one.date === date);
  const before = await isThere();
  // Asked for all the same: those that were made of other volumes bear the same date.
  const end = await removeSnapshots(date, runProgram);
  if (before && (await isThere())) throw new Error(saidBy(end));
  return before || end.code === 0;
}

async function mountSnapshot(
  { name }: LocalSnapshot,
  { point, mounted, inside }: Mounting,
  runProgram: RunProgram,
): Promise<void> {
  await mkdir(mounted, { recursive: true });
  const args = ['-o', 'rdonly,nobrowse', '-s', name, point, mounted];
  const end = await runProgram({ program: 'mount_apfs', args });
  if (end.code !== 0) throw programFailed('mount_apfs', end);
  const folder = await stat(path.join(mounted, inside)).catch(() => null);
  if (!folder?.isDirectory()) throw notMade('The post office is not in the snapshot.');
}

/** macOS may remove a local snapshot at any time when room gets scarce. */
async function isHeld(
  snapshot: LocalSnapshot | null,
  { point, mounted }: Mounting,
  runProgram: RunProgram,
): Promise<Held> {
  if (!snapshot) return { held: false, reason: 'There is no snapshot.' };
  try {
    const snapshots = await snapshotsOf(point, runProgram);
    if (!snapshots.some(({ name }) => name === snapshot.name))
      return { held: false, reason: `macOS has removed the snapshot of ${point} meanwhile.` };
    const at = await realPath(mounted);
    const isMounted = (await readMacMounts(runProgram)).some(
      (one) => one.point === at && one.source.startsWith(`${snapshot.name}@`),
    );
    return isMounted
      ? { held: true }
      : { held: false, reason: `The snapshot of ${point} is not mounted any more.` };
  } catch (error) {
    return { held: false, reason: describeError(error) };
  }
}
