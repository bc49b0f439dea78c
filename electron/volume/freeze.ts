import { spawn } from 'node:child_process';
import { describeError, PostbagError } from '../run/errors';
import { saidBy, type ProgramEnd, type RunProgram } from '../run/program';

/** A file system is never frozen for longer than this, seconds; whoever writes meanwhile waits. */
const LONGEST = 20;

/**
 * Does something while nothing is written to a file system and all that was written is on its disk, so that the half of
 * a mirror holds a whole file system.
 *
 * A program that writes to a frozen file system cannot even be killed, so nothing may leave one frozen. A guard, which
 * outlives Postbag, thaws it after a while whatever happens: `find` runs one program after the other without a shell.
 *
 * @param point where it is mounted, absolute
 * @param seconds after which the guard thaws it; tests cannot wait as long
 * @throws PostbagError `still-not-made` when it could not be frozen, or was thawed before `act` was done; what `act`
 *   throws
 */
export async function whileFrozen<T>(
  {
    point,
    provider,
    runProgram,
    seconds = LONGEST,
  }: {
    readonly point: string;
    readonly provider: string;
    readonly runProgram: RunProgram;
    readonly seconds?: number;
  },
  act: () => Promise<T>,
): Promise<T> {
  const failed = (reason: string): PostbagError =>
    new PostbagError('copy', 'still-not-made', { provider, reason });
  const guard = startGuard(point, seconds);
  let mayBeFrozen = false;
  const thawNow = async (): Promise<boolean> => {
    const end = await unfreeze(point, runProgram);
    mayBeFrozen = end.code === null;
    return end.code === 0;
  };
  try {
    await guard.started.catch((error: unknown) => {
      throw failed(describeError(error));
    });
    const end = await runProgram({ program: 'fsfreeze', args: ['--freeze', point], limitMs: seconds * 1000 });
    // Where it said no, another may have frozen it, who wants it frozen.
    mayBeFrozen = end.code === null || end.code === 0;
    if (end.code !== 0) throw failed(saidBy(end));
    const done = await act();
    if (await thawNow()) return done;
    throw failed(`${point} could be written again before it was done`);
  } finally {
    if (mayBeFrozen) await thawNow();
    // Where nobody knows, the guard goes on.
    if (!mayBeFrozen) guard.end();
  }
}

const unfreeze = async (point: string, runProgram: RunProgram): Promise<ProgramEnd> =>
  await runProgram({ program: 'fsfreeze', args: ['--unfreeze', point] });

/** Lets a file system be written again. Harmless where it was not frozen. @returns whether it was */
export async function thaw(point: string, runProgram: RunProgram): Promise<boolean> {
  return (await unfreeze(point, runProgram)).code === 0;
}

interface Guard {
  readonly started: Promise<void>;
  end(): void;
}

function startGuard(point: string, seconds: number): Guard {
  const later = ['-exec', 'sleep', String(seconds), ';', '-exec', 'fsfreeze', '--unfreeze', point, ';'];
  const child = spawn('find', ['/', '-maxdepth', '0', ...later], { stdio: 'ignore', detached: true });
  const started = new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  started.catch(() => undefined);
  child.unref();
  return {
    started,
    end: () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has done its work.
      }
    },
  };
}
