import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
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

/** Syncs a folder and all folders below it, the innermost first, so that every name in them is on the disk. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncTree(path.join(folder, entry.name));
  }
  await syncFolder(folder);
}
