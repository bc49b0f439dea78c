import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { attempt, disks, formatDevice, mountOn, mounts, system, unmountAll } from './volumes';

const [A, B] = disks;
export const MD = '/dev/md0';
let count = 0;

export interface ArrayKind {
  readonly bitmap?: 'internal' | 'none';
  readonly metadata?: '0.90' | '1.0' | '1.2';
  readonly system?: 'ext4' | 'xfs';
  /** Megabytes. */
  readonly size?: number;
}

/** Makes an array of two disks that are the same in every byte, and mounts it. */
export async function makeArray({
  bitmap = 'internal',
  metadata = '1.2',
  system: kind = 'ext4',
  size = 60,
}: ArrayKind = {}) {
  system(
    'mdadm',
    '--create',
    MD,
    '--run',
    '--level=1',
    '--raid-devices=2',
    `--bitmap=${bitmap}`,
    `--size=${String(size)}M`,
    `--metadata=${metadata}`,
    A,
    B,
  );
  await inStep();
  formatDevice(MD, kind);
  const point = `/run/volume-md-${String(++count)}`;
  mountOn(MD, point);
  const end = (): void => {
    unmountAll(point);
    attempt('mdadm', '--stop', MD);
    for (const disk of disks) attempt('mdadm', '--zero-superblock', disk);
  };
  return { point, end };
}

/** As `makeArray`, until the test has finished. */
export async function useArray(kind: ArrayKind = {}) {
  const array = await makeArray(kind);
  onTestFinished(array.end);
  return array;
}

/** One of the texts that the kernel shows of the array. */
export const sysfs = (name: string): string => readFileSync(`/sys/block/md0/md/${name}`, 'utf8').trim();

/** Tells the array to do something, when it has ended what it did before. */
export function tell(name: string, what: string): void {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      writeFileSync(`/sys/block/md0/md/${name}`, what);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

/** Waits until both disks are in step. */
export async function inStep(): Promise<void> {
  const until = Date.now() + 60_000;
  while ([sysfs('degraded'), sysfs('sync_action'), sysfs('resync_start')].join() !== '0,idle,none') {
    if (Date.now() > until) throw new Error(readFileSync('/proc/mdstat', 'utf8'));
    await sleep(100);
  }
}

/** The array, its disks, and what is mounted and shown by loop devices, as text. */
export const arrayState = (): string => {
  // The bitmap is cleared later, and a disk that is added anew gets a new number.
  const lines = readFileSync('/proc/mdstat', 'utf8').split('\n');
  const steady = lines
    .filter((line) => !line.includes('bitmap:'))
    .map((line) => line.replace(/(ubd.)\[\d+\]/g, '$1'));
  return [...steady, mounts(), system('losetup', '-a')].join('\n');
};
