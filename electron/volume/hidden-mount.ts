import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Mount } from './mounts';

/**
 * Finds what is mounted over a folder or a file inside a place without looking like a volume of its own: a part of the
 * same file system that is bound there, or a single file. A snapshot holds what lies below it instead. Null when there is
 * none.
 * @param folder absolute
 */
export async function hiddenMount(folder: string, mounts: readonly Mount[]): Promise<Mount | null> {
  const inside = mounts.filter(({ point }) => point.startsWith(folder === '/' ? '/' : `${folder}/`));
  for (const mount of inside) {
    if (mount.point !== '/' && (await hides(mount.point))) return mount;
  }
  return null;
}

async function hides(point: string): Promise<boolean> {
  try {
    const there = await stat(point);
    return !there.isDirectory() || there.dev === (await stat(path.dirname(point))).dev;
  } catch {
    return false; // nobody can read it, and so nobody copies it
  }
}
