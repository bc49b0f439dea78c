import { constants } from 'node:fs';
import { copyFile, rm, utimes } from 'node:fs/promises';
import { systemCode } from '../run/errors';
import { lookAt } from '../volume/own-folder';

/** A clone or nothing: never a copy byte by byte, which is of no single instant. */
const CLONE = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE;

/** How often a file may be replaced by another one while it is cloned. */
const TRIES = 5;

/**
 * Clones one file, as it is at one instant, with its permissions and the time of its last change, to the microsecond. The
 * time is read before: a clone must never look newer than what is in it.
 * @param target absolute, not there yet
 * @returns false when there is no file (any more), or a link in its place
 * @throws system errors: `ENOTSUP` or `EXDEV` where the file system cannot clone, `EINVAL` where the folders differ, as with
 * `chattr +C` on btrfs (ioctl_ficlonerange(2))
 */
export async function cloneFile(source: string, target: string): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const before = await lookAt(source);
    if (!before?.isFile()) return false;
    try {
      await copyFile(source, target, CLONE);
    } catch (error) {
      // Gone, and not the folder that it was to be cloned into.
      if (systemCode(error) === 'ENOENT' && (await lookAt(source)) === null) return false;
      throw error;
    }
    // The system follows a link that has taken the file's place at this moment.
    const after = await lookAt(source);
    if (after?.isFile() && after.ino === before.ino && after.dev === before.dev) {
      await utimes(target, Number(before.atimeMs) / 1000, Number(before.mtimeNs / 1000n) / 1e6);
      return true;
    }
    await rm(target, { force: true });
  }
  throw new Error(`${source} is replaced again and again`);
}
