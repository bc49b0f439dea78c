import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { makeUnmount } from '../../../electron/volume/mount';
import type { StillPlace } from '../../../electron/volume/still';
import { runProgram, type RunProgram } from '../../../electron/run/program';
import { noMirrorCommands } from '../../../shared/still';
import { namesIn, plainFiles, RUN_ID, type SnapshotWorld } from '../../conformance/snapshot';
import { cannotMount } from '../../support/disks';
import { format, makeImage, mountImage } from '../../support/images';
import { temporaryFolder } from '../../support/places';
import type { SnapshotProvider } from '../../../electron/snapshot/provider';

export const never = new AbortController().signal;

/** Runs a program of the system; what it printed. @throws when it does not end with 0 */
export const system = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Why there can be no disk of a kind here; null when there can. */
export function noDisk(kind: 'btrfs' | 'xfs'): string | null {
  if (cannotMount !== null) return cannotMount;
  const kinds = readFileSync('/proc/filesystems', 'utf8').split(/\s+/);
  const made = ['/sbin', '/usr/sbin'].some((folder) => existsSync(path.join(folder, `mkfs.${kind}`)));
  return kinds.includes(kind) && made ? null : `needs ${kind} in the kernel, and mkfs.${kind}`;
}

/** A disk, mounted on a folder, until the test has finished. */
export interface Disk {
  readonly image: string;
  /** Absolute. Anybody may come here. */
  readonly point: string;
}

/** Makes a disk with a file system on it and mounts it. */
export async function makeDisk(
  kind: 'btrfs' | 'xfs' | 'ext4',
  options: readonly string[] = [],
  name = 'disk',
): Promise<Disk> {
  const base = await temporaryFolder();
  await chmod(base, 0o755);
  const disk = { image: path.join(base, 'disk.img'), point: path.join(base, name) };
  makeImage(disk.image, 320 * 1024 * 1024);
  format(disk.image, kind, options);
  mountImage(disk.image, disk.point);
  return disk;
}

export const placeAt = (folder: string, run: RunProgram = runProgram): StillPlace => ({
  folder,
  name: 'Harbour',
  bytes: 1_000_000,
  commands: noMirrorCommands,
  runProgram: run,
  platform: 'linux',
});

/** A run whose own folder is not there, and is not needed. */
export const aRun = (folder: string) => ({ runId: RUN_ID, folder: path.join(folder, 'nothing') });

/** Puts a few files of a post office into a new folder. */
export function fill(folder: string): string {
  mkdirSync(path.join(folder, 'CCADMIN'), { recursive: true });
  for (const name of ['USR00001', 'CLANDATA', 'MLANDATA', 'CCADMIN/ADMIN.EXE', 'CCPODOWN']) {
    writeFileSync(path.join(folder, name), `of ${name}`);
  }
  return folder;
}

/** Other tests mount other disks at the same time. */
const mountsNear = (point: string): string[] =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(path.basename(path.dirname(point))));

/** A world for the conformance suite. `list` says what else a disk holds beside the files. */
export function worldOf(
  provider: SnapshotProvider,
  folder: string,
  { point }: Disk,
  list: () => string = () => '',
): SnapshotWorld {
  return {
    provider,
    place: placeAt(folder),
    unmount: makeUnmount(runProgram),
    state: async () => [await namesIn(point), list(), ...mountsNear(point)].join('\n'),
    ...plainFiles(folder),
    end: async () => await Promise.resolve(),
  };
}
