import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach } from 'vitest';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

const SCRIPT = path.resolve('test/unit/access/holder.py');

export interface Holder {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Whether it has not ended. */
  readonly alive: () => boolean;
  readonly end: () => Promise<void>;
}

/** A process that holds files, ended after the test. @param ways for each a way and a file, as the script has them */
export async function holder(...ways: readonly (readonly [way: string, file: string])[]): Promise<Holder> {
  return await started('python3', [SCRIPT, ...ways.flat()]);
}

/** Any program that prints something when it is ready. */
export async function started(program: string, args: readonly string[], options = {}): Promise<Holder> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  running.push(child);
  await Promise.race([
    once(child.stdout as NodeJS.ReadableStream, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${program} ended`))),
  ]);
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    child,
    alive,
    end: async () => {
      child.kill('SIGKILL');
      if (alive()) await once(child, 'exit');
    },
  };
}
