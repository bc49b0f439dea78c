import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Case } from '../model/script';
import type { Step } from '../model/steps';

const folder = import.meta.dirname;

/** Compiles the program that stores into mapped pages. @returns its absolute path */
export function compileMapped(into: string): string {
  const program = path.join(into, 'mapped');
  execFileSync('cc', ['-O2', '-Wall', '-Werror', '-o', program, path.join(folder, 'mapped.c')]);
  return program;
}

/** Somebody who writes in a post office, in a process of their own. */
export interface Writer {
  /** Lets it finish what it is doing. @returns everything it did, in order */
  stop(): Promise<Step[]>;
}

/** Starts the writer of a case and waits until it has begun. */
export async function startWriter(root: string, mapped: string, one: Case): Promise<Writer> {
  const child = fork(path.join(folder, 'writer.mjs'), { serialization: 'advanced' });
  const log = new Promise<Step[]>((resolve, reject) => {
    child.on('message', (message: 'ready' | { log: Step[] }) => {
      if (message !== 'ready') resolve(message.log);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the writer ended with ${String(code)}`)));
  });
  log.catch(() => undefined); // it is waited for in `stop`
  const files = [...one.tree].map(([name, bytes]) => [name, bytes.length] as const);
  child.send({ root, files, kept: one.required, mapped, ...one.script });
  await once(child, 'message');
  return {
    stop: async () => {
      if (child.connected) child.send('stop');
      return await log;
    },
  };
}
