import type { Dirent } from 'node:fs';
import { readdir, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Params } from '../../shared/severity';
import { systemCode } from '../run/errors';
import { inHeldFolder, type HeldFolder } from '../volume/held-folder';
import { mustBeMounted } from '../volume/mount-point';
import { ownFolderIn } from '../volume/own-folder';
import { stillName } from '../volume/still';

/**
 * Removes the folder in which a run made clones, however far it had come. A link of that name, or a folder that has
 * something in it and not the run's mark, is not touched; links in it are removed and not followed. `params`: `run`,
 * `path` of the folder, `point` where its file system is mounted, `volume` as people call it.
 * @returns whether there was one
 * @throws Error when it could not be removed now, or its file system is not mounted
 */
export async function removeClones(params: Params, runId: string): Promise<boolean> {
  if (params['run'] !== runId) return false;
  const own = ownFolderIn(params, runId);
  try {
    const removed = await inHeldFolder(own, async (held) => await removeHeld(own, runId, held));
    if (removed !== null) return removed;
  } catch (error) {
    if (systemCode(error) === '') throw error;
    throw new Error(`${own} could not be removed (${systemCode(error)})`, { cause: error });
  }
  // It might only lie on a disk that is away.
  await mustBeMounted(String(params['point']), String(params['volume']));
  return false;
}

async function removeHeld(own: string, runId: string, { at, stats }: HeldFolder): Promise<boolean> {
  const entries = await readdir(at, { withFileTypes: true });
  const mark = stillName(runId);
  const marked = entries.some((entry) => entry.name === mark && entry.isFile());
  if (entries.length > 0 && !marked) return false;
  // Whoever it belongs to could lead us out of it while we remove what is in it.
  if (Number(stats.uid) !== process.geteuid?.()) throw new Error(`${own} belongs to another account`);
  for (const entry of entries) if (entry.name !== mark) await removeEntry(at, entry);
  // Last, so that what is left after a crash is still known to be ours.
  if (marked) await unlink(path.join(at, mark));
  await rmdir(own);
  return true;
}

/** Not Node's own `rm`: where it may not remove a file it says that the file is no folder. */
async function removeEntry(folder: string, entry: Dirent): Promise<void> {
  const file = path.join(folder, entry.name);
  if (!entry.isDirectory()) {
    await unlink(file);
    return;
  }
  for (const below of await readdir(file, { withFileTypes: true })) await removeEntry(file, below);
  await rmdir(file);
}
