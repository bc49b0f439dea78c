import { mkdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostbagError, systemCode } from '../run/errors';
import { isRunId } from '../run/folders';
import { saidBy, type RunProgram } from '../run/program';
import { realPath } from '../run/real-path';
import type { UndoHandler } from '../run/step';
import { readMacMounts } from './mac-mounts';
import { readMounts } from './mounts';
import type { StillAct } from './still';

/** What is to be mounted for reading. Absolute paths. */
export interface MountWhat {
  readonly provider: string;
  /** A device, or what `mount` takes in its place. */
  readonly device: string;
  /** A folder of the run that is not there yet. */
  readonly point: string;
  readonly type: string;
  /** Beside those that the type needs. */
  readonly options?: readonly string[];
  /** What people call it. */
  readonly shown: string;
}

/** A file system that was stopped in the middle of its work must not be repaired, nor taken for the one it was made from. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  ext3: ['noload'],
  ext4: ['noload'],
  xfs: ['nouuid', 'norecovery'],
};

/** Mounts something where only this run looks, so that it can be read and nothing else. */
export function mountAct(
  { provider, device, point, type, options = [], shown }: MountWhat,
  runProgram: RunProgram,
): StillAct {
  return {
    undo: { action: 'unmount', params: { point, shown } },
    act: async () => {
      await mkdir(point, { recursive: true });
      const all = ['ro', 'nosuid', 'nodev', 'noexec', ...(optionsOf[type] ?? []), ...options];
      const end = await runProgram({
        program: 'mount',
        args: ['-t', type, '-o', all.join(','), '--', device, point],
      });
      if (end.code === 0) return;
      throw new PostbagError('copy', 'still-not-made', { provider, reason: saidBy(end) });
    },
  };
}

/** How long a mount that is still in use is waited for, ms. */
const BUSY_MS = 10_000;
const TRY_EVERY = 500;

/**
 * Makes what unmounts a folder of a run and removes the empty folder. `params`: `point`, absolute. The handler throws
 * when it is in use.
 */
export function makeUnmount(
  runProgram: RunProgram,
  busyMs = BUSY_MS,
  platform: NodeJS.Platform = process.platform,
): UndoHandler {
  return async (params, runId) => {
    const point = String(params['point']);
    // Anything else in a journal would not be a mount of ours.
    if (!isRunId(runId) || !point.split(path.sep).includes(runId))
      throw new Error(`${point} is no folder of run ${runId}`);
    const until = Date.now() + busyMs;
    let acted = false;
    while (await isMounted(point, runProgram, platform)) {
      const end = await runProgram({ program: 'umount', args: ['--', point] });
      acted ||= end.code === 0;
      if (end.code === 0) continue; // it may have been mounted twice
      if (Date.now() > until || end.failed !== null) throw new Error(saidBy(end));
      await sleep(TRY_EVERY);
    }
    await removeEmpty(point);
    return acted;
  };
}

async function isMounted(point: string, runProgram: RunProgram, platform: NodeJS.Platform): Promise<boolean> {
  const mounts =
    platform === 'linux' ? await readMounts() : platform === 'darwin' ? await readMacMounts(runProgram) : [];
  // A mount point is told as it really lies.
  const real = await realPath(point).catch(() => point);
  return mounts.some((mount) => mount.point === point || mount.point === real);
}

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
