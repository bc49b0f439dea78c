import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { PostbagError, systemCode } from '../../run/errors';
import { realPath } from '../../run/real-path';
import { exists } from '../../vault/bag-place';
import { readMounts } from '../../volume/mounts';
import { refusedAt } from './refused';

/** The place of a post office, as it really lies: where a link leads there, what is moved is the folder behind it. */
export interface OnlinePlace {
  readonly target: string;
  readonly parent: string;
  readonly there: 'nothing' | 'empty' | 'something';
}

/**
 * Looks at a place. Changes nothing.
 * @param target absolute
 * @throws PostbagError `target-other-volume`, `target-not-writable`
 */
export async function lookAtPlace(target: string): Promise<OnlinePlace> {
  try {
    const real = await whereItLies(target);
    const parent = path.dirname(real);
    if (parent === real) throw otherVolume(target);
    const found = await stat(real, { bigint: true }).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    });
    if (found === null) return { target: real, parent, there: 'nothing' };
    if (found.dev !== (await stat(parent, { bigint: true })).dev || (await isMountPoint(real)))
      throw otherVolume(target);
    const names = await readdir(real); // no folder: ENOTDIR
    return { target: real, parent, there: names.length === 0 ? 'empty' : 'something' };
  } catch (error) {
    throw refusedAt(target, error);
  }
}

/** A link that leads nowhere is refused: what it led to may lie on a disk that is not connected. */
async function whereItLies(target: string): Promise<string> {
  try {
    return await realPath(target);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || (await exists(target))) throw error;
    return path.join(await realPath(path.dirname(target)), path.basename(target));
  }
}

/** Something of the same file system can be mounted in another place of it; that cannot be renamed either. */
async function isMountPoint(folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  return (await readMounts().catch(() => [])).some(({ point }) => point === folder);
}

const otherVolume = (target: string): PostbagError =>
  new PostbagError('restore', 'target-other-volume', { target });
