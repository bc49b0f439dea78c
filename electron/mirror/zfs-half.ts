import { readdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { RunProgram } from '../run/program';
import { realPath } from '../run/real-path';
import { readMounts, type Mount } from '../volume/mounts';
import { runOrRefuse } from '../volume/refusal';
import { BUSY_MS, poolOf, runUntilNotBusy, ZFS_LIMIT_MS } from '../volume/zfs';
import { unknownOption } from '../volume/zpool';

/** The split half of a pool: a pool of its own. */
export interface HalfPool {
  readonly name: string;
  /** A folder of the run: the half is mounted there and nowhere else. Absolute. */
  readonly folder: string;
  /** One or more of its devices as `zpool status` names them: it is looked for beside them. */
  readonly devices: readonly string[];
}

/** Where in the half's folder the dataset of the post office is mounted. */
const POINT = 'half';
export const pointIn = (folder: string): string => path.join(folder, POINT);

/** There is no second device: when the first fails, reading has to end, and not to wait for it. Kept in the pool. */
const FAILS = 'failmode=continue';

/**
 * Imports the half without mounting anything, and without telling the system to import it when it starts.
 * @param writable whether it may be changed; else not even ZFS itself writes to it
 * @throws Refusal
 */
export async function importHalf(
  { name, folder, devices }: HalfPool,
  writable: boolean,
  runProgram: RunProgram,
): Promise<void> {
  const folders = new Set(devices.map((device) => path.dirname(path.resolve('/dev', device))));
  const where = [...folders].flatMap((one) => ['-d', one]);
  const inFolder = ['-R', folder, ...where, name];
  const args = ['import', '-N', '-o', writable ? FAILS : 'readonly=on', ...inFolder];
  await runOrRefuse({ program: 'zpool', args, limitMs: ZFS_LIMIT_MS }, async (call) => {
    const end = await runProgram(call);
    if (!unknownOption(end)) return end;
    // zfs-fuse knows neither, and mounts what it imports: for reading, and in the folder of the run.
    return await runProgram({ ...call, args: ['import', '-o', 'ro', '-o', FAILS, ...inFolder] });
  });
  for (const mount of (await mountsOf(name)).reverse()) {
    await runUntilNotBusy({ program: 'zfs', args: ['unmount', mount.source] }, runProgram);
  }
}

/**
 * Imports the half for reading, and mounts one dataset of it in the half's folder.
 *
 * Its datasets have the names of places where people work, and should the computer start again meanwhile and import every
 * pool it finds, they would be mounted there. So the half is told first to mount none, and can only be read after that.
 * @param dataset of the half
 * @throws Refusal, Error
 */
export async function openHalf(half: HalfPool, dataset: string, runProgram: RunProgram): Promise<void> {
  const zfs = async (...args: string[]): Promise<string> =>
    await runOrRefuse({ program: 'zfs', args, limitMs: ZFS_LIMIT_MS }, runProgram);
  await importHalf(half, true, runProgram);
  const printed = await zfs('list', '-H', '-o', 'name', '-t', 'filesystem', '-r', half.name);
  const all = printed.split('\n').filter((line) => line !== '');
  const others = all.filter((one) => one !== dataset);
  await zfs('set', 'canmount=noauto', dataset);
  // Whatever imports a pool mounts its first dataset even where that says `noauto`: zpool_enable_datasets().
  if (others.length > 0) await zfs('set', 'canmount=off', ...others);
  await zfs('set', 'readonly=on', ...all);
  await zfs('set', `mountpoint=/${POINT}`, dataset);
  await exportHalf(half, runProgram);
  await importHalf(half, false, runProgram);
  await zfs('mount', '-o', 'ro', dataset);
}

/**
 * Exports the half, so that its devices belong to nobody.
 * @throws Error when it is in use, or is mounted where the run did not mount it: people may have written to it
 */
export async function exportHalf(
  { name, folder }: HalfPool,
  runProgram: RunProgram,
  busyMs = BUSY_MS,
): Promise<void> {
  const own = [folder, await realPath(folder).catch(() => folder)];
  const other = (await mountsOf(name)).find(({ point }) => !own.some((one) => isIn(one, point)));
  if (other) throw new Error(`${other.source} is mounted at ${other.point}: unmount it there first.`);
  await runUntilNotBusy({ program: 'zpool', args: ['export', name] }, runProgram, busyMs);
}

/** What of a pool is mounted, in the order in which it was. */
async function mountsOf(pool: string): Promise<Mount[]> {
  return (await readMounts()).filter(({ source }) => poolOf(source) === pool);
}

const isIn = (folder: string, point: string): boolean => point === folder || point.startsWith(`${folder}/`);

/** Removes the folders that mounting made. What is in use, or holds something, stays. Never throws. */
export async function removeEmptyFolders(folder: string): Promise<void> {
  try {
    if ((await readMounts()).some(({ point }) => isIn(folder, point))) return;
    await removeEmpty(folder);
  } catch {
    // It is empty at most.
  }
}

async function removeEmpty(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeEmpty(path.join(folder, entry.name));
  }
  await rmdir(folder);
}
