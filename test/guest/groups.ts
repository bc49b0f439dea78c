import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { makeUnmount } from '../../electron/volume/mount';
import { runProgram } from '../../electron/run/program';
import { plainFiles } from '../conformance/snapshot';
import { attempt, disks, formatDevice, mountOn, mounts, placeAt, system, unmountAll } from './volumes';

/** The volume group of a test file, on as many disks of the guest. */
export function makeGroup(count: number): void {
  const used = disks.slice(0, count);
  removeGroup();
  system('pvcreate', '-q', '-ff', '-y', ...used);
  system('vgcreate', '-q', 'vg', ...used);
}

export function removeGroup(): void {
  attempt('vgremove', '-q', '-y', '-ff', 'vg');
  attempt('pvremove', '-q', '-ff', '-y', ...disks);
}

/** A volume `vg/data` with a file system on it. */
export interface Volume {
  /** Where it is mounted. */
  readonly point: string;
  readonly end: () => void;
}

const kinds = {
  linear: (size: string) => [['-n', 'data', '-L', size, 'vg']],
  thin: (size: string) => [
    ['-Zn', '--type', 'thin-pool', '-n', 'pool', '-L', size, 'vg'],
    // More than the pool can hold, as is usual.
    ['-V', '310M', '-T', 'vg/pool', '-n', 'data'],
  ],
  // The two disks differ where nothing was ever written; a first step to bring them into step takes long.
  mirror: (size: string) => [['--type', 'raid1', '-m1', '--nosync', '-n', 'data', '-L', size, 'vg']],
};

let count = 0;

/** Makes a volume and mounts it. xfs needs 300 MB. */
export function makeVolume(
  kind: keyof typeof kinds,
  system_: 'ext4' | 'xfs' = 'ext4',
  size = '100M',
): Volume {
  for (const args of kinds[kind](size)) {
    const clean = args.includes('thin-pool') ? [] : args.includes('-V') ? ['-Wn'] : ['-Wn', '-Zn'];
    system('lvcreate', '-q', '-y', ...clean, ...args);
  }
  formatDevice('/dev/vg/data', system_);
  const point = `/run/volume-${String(++count)}`;
  mountOn('/dev/vg/data', point);
  const end = (): void => {
    unmountAll(point);
    attempt('lvremove', '-q', '-y', '-ff', 'vg');
  };
  return { point, end };
}

/** As `makeVolume`, until the test has finished. */
export function useVolume(...how: Parameters<typeof makeVolume>): Volume {
  const volume = makeVolume(...how);
  onTestFinished(volume.end);
  return volume;
}

/** All volumes of the group, and what is mounted, as text: what a provider can change. */
export const groupState = (): string =>
  [system('lvs', '-a', '--noheadings', '-o', 'lv_name,lv_uuid,lv_attr,origin,lv_tags', 'vg'), mounts()].join(
    '\n',
  );

/** Waits until every mirror of the group is in step. */
export async function volumeInStep(): Promise<void> {
  const until = Date.now() + 60_000;
  const fields = ['--noheadings', '-o', 'copy_percent,raid_sync_action,lv_health_status'];
  for (;;) {
    const lines = system('lvs', ...fields, '-S', 'lv_layout=raid1', 'vg')
      .trim()
      .split('\n');
    if (lines.every((line) => /^100\.00\s+idle$/.test(line.trim()))) return;
    if (Date.now() > until) throw new Error(lines.join('\n'));
    await sleep(200);
  }
}

/** What all worlds of the conformance suites have in common. */
export const worldAt = ({ point }: Volume) => ({
  place: placeAt(point),
  unmount: makeUnmount(runProgram, 0),
  state: async () => await Promise.resolve(groupState()),
  ...plainFiles(point),
});
