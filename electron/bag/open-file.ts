import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/**
 * How a file is opened to read it: a link is not followed and a pipe not waited for. On Windows the last two constants
 * are missing, and an undefined bit counts as none.
 */
export const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens a regular file of a bag to read it. Should a link or a pipe have taken its place since the bag was walked,
 * it is neither followed nor waited for. The caller closes it.
 * @throws the system's error; `EINVAL` when it is no regular file.
 */
export async function openRegularFile(file: string): Promise<{ handle: FileHandle; bytes: number }> {
  const handle = await open(file, readFlags);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw notRegular();
    return { handle, bytes: stats.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** What is thrown, with the code `EINVAL`, for anything but a regular file. */
export function notRegular(): Error {
  return Object.assign(new Error('not a regular file'), { code: 'EINVAL' });
}
