import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { runProgram, type RunProgram } from '../../electron/run/program';
import type { Still, StillAct, StillPlace, StillRun } from '../../electron/volume/still';
import { noMirrorCommands } from '../../shared/still';
import { RUN_ID } from '../conformance/snapshot';

/** Why these tests cannot run; null in the guest that `npm test -- guest` starts. Its disks are lost with it. */
export const notAGuest = process.env['POSTBAG_GUEST'] === '1' ? null : 'needs the guest of npm test -- guest';

/** Disks of the guest that nothing else uses, 512 MB each. */
export const disks = ['/dev/ubda', '/dev/ubdb', '/dev/ubdc', '/dev/ubdd'] as const;

export const MB = 1024 * 1024;

export const never = new AbortController().signal;

/** Runs a program of the system; what it printed. @throws when it does not end with 0 */
export const system = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** What a program of the system that may fail printed; whether it failed does not matter. */
export const attempt = (program: string, ...args: string[]): string => {
  try {
    return system(program, ...args);
  } catch {
    return '';
  }
};

/** Puts a file system on a device. */
export function formatDevice(device: string, kind: 'ext4' | 'xfs'): void {
  // The file that serves as a disk has nothing to discard, and takes long to do it.
  if (kind === 'ext4') system('mkfs.ext4', '-q', '-F', '-E', 'nodiscard', device);
  else system('mkfs.xfs', '-q', '-f', '-K', device);
}

/** Mounts a device on a new folder. */
export function mountOn(device: string, folder: string, ...options: string[]): void {
  mkdirSync(folder, { recursive: true });
  system('mount', ...(options.length > 0 ? ['-o', options.join(',')] : []), device, folder);
}

/** Unmounts a folder as often as something is mounted there, at the latest when nobody uses it any more. */
export function unmountAll(folder: string): void {
  attempt('fsfreeze', '--unfreeze', folder);
  while (readFileSync('/proc/self/mounts', 'utf8').includes(` ${folder} `))
    system('umount', '--lazy', folder);
}

/** Everything that is mounted, as text. */
export const mounts = (): string => readFileSync('/proc/self/mounts', 'utf8');

export const placeAt = (folder: string, run: RunProgram = runProgram, bytes = 1_000_000): StillPlace => ({
  folder,
  name: 'Harbour',
  bytes,
  commands: noMirrorCommands,
  runProgram: run,
  platform: 'linux',
});

/** A run of a test, with a folder of its own until the test has finished. */
export async function makeRun(runId = RUN_ID): Promise<StillRun> {
  const runs = await mkdtemp(path.join(os.tmpdir(), 'postbag-still-'));
  mkdirSync(path.join(runs, runId));
  const folder = path.join(runs, runId, 'still');
  onTestFinished(async () => {
    unmountAll(folder);
    await rm(runs, { recursive: true, force: true });
  });
  return { runId, folder };
}

/** What a still is made by, in order. */
export const actsOf = ({ make, mount }: Still): StillAct[] => [make, ...(mount ? [mount] : [])];

export async function makeAll(still: Still): Promise<void> {
  for (const act of actsOf(still)) await act.act(never);
}

/**
 * Writes numbers into two files for as long as a test runs: always the first file before the second, without waiting for
 * the disk. Whatever shows one instant shows them equal, or the first one ahead by one.
 */
export function startWriter(folder: string): { end(): void } {
  const script = `
    const fs = require('node:fs');
    const files = process.argv.slice(1).map((file) => fs.openSync(file, 'w'));
    // Nobody else would get anything done: the guest has one processor.
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let n = 1; ; n++) {
      for (const file of files) fs.writeSync(file, String(n).padStart(12), 0);
      if (n % 20 === 0) Atomics.wait(pause, 0, 0, 2);
    }`;
  const files = ['first', 'second'].map((name) => path.join(folder, name));
  for (const file of files) writeFileSync(file, ''.padStart(12, '0'));
  const child = spawn(process.execPath, ['-e', script, ...files], { stdio: 'ignore' });
  const end = (): void => void child.kill('SIGKILL');
  onTestFinished(end);
  return { end };
}

/** The numbers that a writer had written. */
export const writtenIn = (folder: string): { readonly first: number; readonly second: number } => ({
  first: Number(readFileSync(path.join(folder, 'first'), 'utf8')),
  second: Number(readFileSync(path.join(folder, 'second'), 'utf8')),
});

/** Runs programs, and lets a test see or stop them: `before` is asked first, `after` told behind. */
export const watched =
  (watch: {
    readonly before?: (line: string) => void | Promise<void>;
    readonly after?: (line: string) => void | Promise<void>;
  }): RunProgram =>
  async (call) => {
    const line = [call.program, ...(call.args ?? [])].join(' ');
    await watch.before?.(line);
    const end = await runProgram(call);
    await watch.after?.(line);
    return end;
  };
