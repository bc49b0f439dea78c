import { open } from 'node:fs/promises';
import { errorCode } from './problem';

/** What systems and network file systems answer that cannot sync a folder; Windows cannot even open one. */
const cannotSyncFolders = new Set(['EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP']);

/**
 * Makes the names in a folder survive a power cut, where the system can.
 * @throws any other system error.
 */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!cannotSyncFolders.has(errorCode(error))) throw error;
  }
}
