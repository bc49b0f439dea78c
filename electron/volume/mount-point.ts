import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readMounts } from './mounts';

/**
 * Makes sure that what is not there is gone, and does not only lie on a disk that is not mounted now.
 * @param point where the volume was mounted, absolute
 * @param volume what people call it
 * @throws Error when nothing is mounted there
 */
export async function mustBeMounted(point: string, volume: string): Promise<void> {
  if (await isMountPoint(point)) return;
  throw new Error(`${volume} is not mounted at ${point} now`);
}

async function isMountPoint(point: string): Promise<boolean> {
  if (process.platform === 'linux') return (await readMounts()).some((mount) => mount.point === point);
  try {
    return point === '/' || (await stat(point)).dev !== (await stat(path.dirname(point))).dev;
  } catch {
    return false;
  }
}
