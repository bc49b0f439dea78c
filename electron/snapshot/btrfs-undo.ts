import { statfs } from 'node:fs/promises';
import type { Params } from '../../shared/severity';
import { saidBy, type RunProgram } from '../run/program';
import { inHeldFolder, type HeldFolder } from '../volume/held-folder';
import { mustBeMounted } from '../volume/mount-point';
import { lookAt, ownFolderIn } from '../volume/own-folder';
import { isReadOnly, ROOT_INODE } from './btrfs-subvolume';

/** What `statfs` says of btrfs: BTRFS_SUPER_MAGIC of `linux/magic.h`. */
const BTRFS = 0x9123683e;

/** Waits for the file system to write everything out. */
const LIMIT_MS = 180_000;

/**
 * Removes the snapshot of a run. What else lies under its name (a link, a folder) is not touched. `params`: `run`, `path`
 * of the snapshot, `point` where its file system is mounted, `volume` as people call it.
 * @returns whether there was one
 * @throws Error when it could not be removed now, was made writable, or its file system is not mounted
 */
export async function removeSnapshot(
  params: Params,
  runId: string,
  runProgram: RunProgram,
): Promise<boolean> {
  if (params['run'] !== runId) return false;
  const snapshot = ownFolderIn(params, runId);
  const removed = await inHeldFolder(snapshot, async (held) => await removeHeld(snapshot, held, runProgram));
  // Otherwise it might only lie on a disk that is away.
  if (removed !== true) await mustBeMounted(String(params['point']), String(params['volume']));
  return removed === true;
}

async function removeHeld(
  snapshot: string,
  { at, stats }: HeldFolder,
  runProgram: RunProgram,
): Promise<boolean> {
  if (stats.ino !== ROOT_INODE || (await statfs(at)).type !== BTRFS) return false;
  // Somebody works in it: it has become something else than what was made.
  if (!(await isReadOnly(at, runProgram))) throw new Error(`${snapshot} was made writable by somebody`);

  // Without the commit it would come back after a power cut, when nobody knows of it any more.
  const args = ['subvolume', 'delete', '--commit-after', at];
  const end = await runProgram({ program: 'btrfs', args, limitMs: LIMIT_MS });
  if (end.code !== 0 && (await lookAt(snapshot)) !== null) throw new Error(saidBy(end));
  return true;
}
