import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { build } from 'vite';
import type { Undo } from '../../electron/run/step';
import { RUN_ID } from '../conformance/snapshot';
import type { Made } from './making';
import { makeRun } from './volumes';

let bundled: Promise<string> | null = null;

async function bundle(): Promise<string> {
  const outDir = mkdtempSync(path.join(os.tmpdir(), 'postbag-making-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: path.resolve('test/guest/making.ts'),
      outDir,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'making.cjs' } },
    },
    ssr: { noExternal: true },
  });
  return path.join(outDir, 'making.cjs');
}

/** Calls a function of `making.ts` in a process of its own, and kills it (SIGKILL) when it says `there`. */
async function killThere(call: string, ...args: unknown[]): Promise<unknown[]> {
  const file = await (bundled ??= bundle());
  const script = 'require(process.argv[1])[process.argv[2]](...JSON.parse(process.argv[3]))';
  const child = spawn(process.execPath, ['-e', script, file, call, JSON.stringify(args)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const said: unknown[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const what = JSON.parse(line) as unknown;
    if (what === 'there') {
      child.kill('SIGKILL');
      await ended;
      return said;
    }
    said.push(what);
  }
  throw new Error(`${call} ended by itself`);
}

/**
 * Makes a still in a process that is killed behind a program.
 * @param stop how the line of the program begins
 * @returns what stands in the journal then
 */
export async function killedBehind(id: Made, folder: string, stop: string): Promise<Undo[]> {
  const run = await makeRun();
  const [undos] = await killThere('makeUntil', id, folder, RUN_ID, run.folder, stop);
  return undos as Undo[];
}

/** Freezes a file system in a process that is killed then. Whoever guards it has so many seconds. */
export async function killedWhileFrozen(point: string, seconds: number): Promise<void> {
  await killThere('freezeUntil', point, seconds);
}
