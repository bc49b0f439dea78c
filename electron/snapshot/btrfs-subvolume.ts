import { stat } from 'node:fs/promises';
import path from 'node:path';
import { saidBy, type RunProgram } from '../run/program';
import type { Mount } from '../volume/mounts';

/** The root of every subvolume has this inode: BTRFS_FIRST_FREE_OBJECTID of `linux/btrfs_tree.h`. */
export const ROOT_INODE = 256n;

/**
 * The root of the subvolume that holds a folder; null where only a part of the subvolume is mounted, without its root.
 * @param folder absolute, links followed, on btrfs
 * @param point where it is mounted
 * @throws system errors
 */
export async function subvolumeOf(folder: string, point: string): Promise<string | null> {
  if ((await stat(folder, { bigint: true })).ino === ROOT_INODE) return folder;
  return folder === point ? null : await subvolumeOf(path.dirname(folder), point);
}

/** A subvolume as `findmnt` writes it: what is mounted, and where it lies there unless that is the top: `/dev/sdb1[/mail]`. */
export function subvolumeName(
  { source, root, point }: Pick<Mount, 'source' | 'root' | 'point'>,
  subvolume: string,
): string {
  const inside = path.posix.join(root, path.posix.relative(point, subvolume));
  return inside === '/' ? source : `${source}[${inside}]`;
}

/**
 * Whether a subvolume is read-only, as snapshots of ours are from their first moment.
 * @throws Error when that cannot be said
 */
export async function isReadOnly(subvolume: string, runProgram: RunProgram): Promise<boolean> {
  const end = await runProgram({
    program: 'btrfs',
    args: ['property', 'get', '-t', 'subvol', subvolume, 'ro'],
  });
  const answer = /^ro=(true|false)$/m.exec(end.stdout)?.[1];
  if (end.code !== 0 || answer === undefined) throw new Error(saidBy(end));
  return answer === 'true';
}
