import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Fork } from '../run/child';

/** Longer than any healthy system needs to list its disks, ms. */
const PROBE_MS = 5_000;

const Answer = z.object({ mounts: z.array(z.string()).optional(), error: z.string().optional() });

/**
 * Where disks are mounted, by node-disk-info in a process of its own.
 * @throws Error with the reason: too slow, or the system's command is missing (`wmic`, on current Windows)
 */
export function listMounts(fork: Fork): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = fork('disk-probe');
    const end = (act: () => void): void => {
      clearTimeout(timer);
      act();
      child.kill();
    };
    const timer = setTimeout(() => end(() => reject(new Error('no answer in 5 seconds'))), PROBE_MS);
    child.onMessage((message) => {
      const answer = Answer.safeParse(message);
      const mounts = answer.data?.mounts;
      if (mounts && mounts.length > 0) end(() => resolve(mounts));
      else end(() => reject(new Error(answer.data?.error ?? 'no disks were listed')));
    });
    child.onExit((code) => end(() => reject(new Error(`the disk list ended with ${String(code)}`))));
  });
}

/** The mount point a path lies on: the longest one that leads to it, or null. */
export function mountOf(target: string, mounts: readonly string[]): string | null {
  const fold = (text: string): string => (process.platform === 'win32' ? text.toLowerCase() : text);
  const leads = (mount: string): boolean => {
    const from = fold(mount.endsWith(path.sep) ? mount : `${mount}${path.sep}`);
    return fold(`${target}${path.sep}`).startsWith(from);
  };
  return mounts.filter(leads).sort((a, b) => b.length - a.length)[0] ?? null;
}

/** Bytes that this account may still write to the file system of a folder, and its size. */
export async function spaceOf(folder: string): Promise<{ free: number; total: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, total: blocks * bsize };
}

/** Two folders share a disk when the system gives them one device number (on Windows, one volume serial number). */
export async function onOneDevice(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one, { bigint: true }), stat(other, { bigint: true })]);
  return a.dev === b.dev;
}
