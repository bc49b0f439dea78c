import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';
import type { Running } from './cli';

/** Whether all threads of a process stand still (proc(5): state T). */
function isStopped(pid: number): boolean {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).every((task) => stateLine(`${tasks}/${task}/stat`).startsWith('T '));
}

/** `R 1 …`, after the command name, which may itself hold brackets and spaces. */
function stateLine(file: string): string {
  const stat = readFileSync(file, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2);
}

/** The environment without our own variables, which are for tests of the sources: what is built needs none of them. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('POSTBAG_')));
}

/**
 * Lets something happen while a process stands still, then lets it go on.
 * @param act answers `false` when it cannot happen at this very moment: then it is tried again a moment later
 */
export async function pauseWhile(running: Running, act: () => unknown): Promise<void> {
  for (;;) {
    running.kill('SIGSTOP');
    await vi.waitUntil(() => isStopped(running.pid), { interval: 1, timeout: 10_000 });
    const done = await act();
    running.kill('SIGCONT');
    if (done !== false) return;
    await sleep(1);
  }
}
