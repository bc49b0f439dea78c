import { constants, type BigIntStats } from 'node:fs';
import { access, lstat, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Params } from '../../shared/severity';
import { systemCode } from '../run/errors';
import { isRunId } from '../run/folders';
import { mountOf, type Mount } from './mounts';

/** The name of the folder that a run makes where snapshots lie among the files; no inventory looks into it. */
export const ownFolderName = (runId: string): string => `.postbag-${runId}`;

/**
 * Where a run may make a folder of its own for a place: beside it, where users of the post office do not see it, if that
 * lies on the same mount and in the same subvolume and can be written; else inside. So two parts of a post office never
 * share one, and whatever keeps people out of the place keeps them out of the folder. Makes nothing.
 * @param folder absolute, links followed
 * @param mounts as Linux lists them; empty elsewhere
 * @throws system errors when the folder cannot be looked at
 */
export async function ownFolderFor(folder: string, runId: string, mounts: readonly Mount[]): Promise<string> {
  const above = path.dirname(folder);
  const beside =
    above !== folder &&
    mountOf(above, mounts)?.id === mountOf(folder, mounts)?.id &&
    (await stat(above)).dev === (await stat(folder)).dev &&
    (await whyNotWritable(above)) === null;
  return path.join(beside ? above : folder, ownFolderName(runId));
}

/** Why nothing can be made in a folder, in words; null when it can. Tries nothing out. Never throws. */
export async function whyNotWritable(folder: string): Promise<string | null> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const code = systemCode(error);
    return code === 'EROFS' ? `${folder} is mounted read-only` : `${folder} may not be written, ${code}`;
  }
}

/**
 * The folder of its own that a run wrote down in an undo (`path`).
 * @throws Error when it could not be one that this run made
 */
export function ownFolderIn(params: Params, runId: string): string {
  const folder = String(params['path'] ?? '');
  if (!isRunId(runId) || !path.isAbsolute(folder) || path.basename(folder) !== ownFolderName(runId))
    throw new Error(`${folder} is no folder of run ${runId}`);
  return folder;
}

/** What lies under a name, links not followed; null where nothing does. @throws other system errors */
export async function lookAt(file: string): Promise<BigIntStats | null> {
  try {
    return await lstat(file, { bigint: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return null;
    throw error;
  }
}
