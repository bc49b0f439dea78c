import fs from 'node:fs';
import { systemCode } from '../../run/errors';
import { failed } from './failed';
import type { Donor } from '../job';
import { partialName } from './target-writer';

/** Codes that say that a file system cannot do it at all, so that it need not be tried again. */
const NEVER = new Set(['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'ENOTTY', 'EXDEV', 'EINVAL', 'EPERM', 'ENOTIMPL']);

/**
 * Gives a new bag a file that an older bag of the vault has, without storing it twice: as a clone where the file system
 * can (the clone then is a file of its own), else as a second name of the same file. Both bags stay complete and plain,
 * and either may be deleted.
 */
export class Sharing {
  #clones = true;
  #links = true;

  /**
   * @returns false when it cannot be shared here and has to be written
   * @throws CopyFailed `target` when the vault itself is in trouble
   */
  share(donor: Donor, target: string): boolean {
    if (!isPlain(donor)) return false;
    return this.#clone(donor.file, target) || this.#link(donor.file, target);
  }

  #clone(file: string, target: string): boolean {
    if (!this.#clones) return false;
    const partial = partialName(target);
    try {
      fs.copyFileSync(file, partial, fs.constants.COPYFILE_EXCL | fs.constants.COPYFILE_FICLONE_FORCE);
      fs.renameSync(partial, target);
      return true;
    } catch (error) {
      if (NEVER.has(systemCode(error))) this.#clones = false;
      fs.rmSync(partial, { force: true });
      return false;
    }
  }

  #link(file: string, target: string): boolean {
    if (!this.#links) return false;
    try {
      fs.linkSync(file, target);
      return true;
    } catch (error) {
      const code = systemCode(error);
      if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO') throw failed('target', error);
      if (NEVER.has(code)) this.#links = false;
      return false; // such as a file that has as many names as it may have
    }
  }
}

/** Whether the donor is still there as a plain file of the size that is wanted. */
function isPlain(donor: Donor): boolean {
  try {
    const stats = fs.lstatSync(donor.file);
    return stats.isFile() && stats.size === donor.bytes;
  } catch {
    return false;
  }
}
