import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import os from 'node:os';
import { onTestFinished } from 'vitest';

/** A folder on another file system than the temporary folder, that anybody may write to; null where there is none. */
export function otherDisk(): string | null {
  const memory = '/dev/shm';
  return existsSync(memory) && statSync(memory).dev !== statSync(os.tmpdir()).dev ? memory : null;
}

/** Why no file system can be mounted here; null when it can. */
export const cannotMount = ((): string | null => {
  if (process.platform !== 'linux') return 'needs Linux';
  return process.getuid?.() === 0 ? null : 'needs root, to mount a small file system';
})();

/** Calls `mount` with a folder, which is unmounted when the test has finished. */
export function mount(args: readonly string[], folder: string): void {
  execFileSync('mount', [...args, folder]);
  onTestFinished(() => {
    // Whatever a test stacked up or took away itself.
    while (isMounted(folder)) execFileSync('umount', ['--lazy', folder]);
  });
}

const isMounted = (folder: string): boolean => {
  try {
    execFileSync('mountpoint', ['--quiet', folder]);
    return true;
  } catch {
    return false;
  }
};

/**
 * Mounts a file system in memory of so many bytes on a new folder, until the test has finished.
 * @param inodes how many files and folders it can hold, its own root among them; as many as the system gives if not said
 */
export function mountMemory(folder: string, bytes: number, inodes?: number): void {
  mkdirSync(folder, { recursive: true });
  const limit = inodes === undefined ? '' : `,nr_inodes=${inodes}`;
  mount(['-t', 'tmpfs', '-o', `size=${bytes},mode=755${limit}`, 'postbag-test'], folder);
}

/** Shows a folder in another place too, until the test has finished or `pullOut`. */
export function plugIn(folder: string, place: string): void {
  mkdirSync(place, { recursive: true });
  mount(['--bind', folder], place);
}

/** Takes a file system away from its place at once, whoever is using it. */
export function pullOut(place: string): void {
  execFileSync('umount', ['--lazy', place]);
}

/** Bytes that may still be written to the file system of a folder. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Takes up so many bytes of a disk at once. */
export function takeUp(file: string, bytes: number): void {
  execFileSync('fallocate', ['--length', String(bytes), file]);
}
