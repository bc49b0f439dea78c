import { constants, type BigIntStats } from 'node:fs';
import { open } from 'node:fs/promises';
import { systemCode } from '../run/errors';

/** A folder that is held open. */
export interface HeldFolder {
  /**
   * Leads to the folder itself whatever is under its name by now, on Linux, also for programs that are started; elsewhere
   * it is its name.
   */
  readonly at: string;
  readonly stats: BigIntStats;
}

/** No such name; or no folder under it, such as a link. */
const NOT_THERE = ['ENOENT', 'ENOTDIR', 'ELOOP'];

/**
 * Works in a folder that lies where other accounts may write, and could put a link in its place meanwhile: as root,
 * following it would write or remove what was never meant.
 * @param folder absolute; a link is not followed
 * @returns what `work` returns; null where there is no such folder
 * @throws system errors; what `work` throws
 */
export async function inHeldFolder<T>(
  folder: string,
  work: (held: HeldFolder) => Promise<T>,
): Promise<T | null> {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  const handle = await open(folder, flags).catch((error: unknown) => {
    if (NOT_THERE.includes(systemCode(error))) return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const at = process.platform === 'linux' ? `/proc/${process.pid}/fd/${handle.fd}` : folder;
    return await work({ at, stats: await handle.stat({ bigint: true }) });
  } finally {
    await handle.close();
  }
}
