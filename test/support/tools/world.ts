import { readdirSync, readlinkSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import type { ToolCall } from '../../../electron/tools/runner';
import { regularFilesBelow } from '../../../electron/tools/files';
import { temporaryFolder } from '../places';

const never = new AbortController().signal;

/** A private copy in a folder with a space and a long name, and an empty folder for calls. Removed afterwards. */
export interface Bench {
  readonly base: string;
  readonly copy: string;
}

export async function makeBench(parent?: string): Promise<Bench> {
  const base = await temporaryFolder(parent);
  const copy = path.join(base, 'Private copy of Harbour');
  await mkdir(copy);
  await writeFile(path.join(copy, 'MLANDATA'), 'messages');
  await writeFile(path.join(copy, 'USR00001'), 'folders');
  return { base, copy };
}

let calls = 0;

/** A call with a scratch folder of its own; nothing of it may be left running when the test has finished. */
export async function callOf(
  { base, copy }: Bench,
  tool: string,
  args: readonly string[],
  more: Partial<ToolCall> = {},
): Promise<ToolCall> {
  const scratch = path.join(base, `call ${String((calls += 1))}`);
  await mkdir(scratch);
  onTestFinished(() => expect(processesIn(base), 'nothing is left running').toEqual([]));
  return {
    tool,
    args,
    values: { name: 'HARBOUR', password: '' },
    copy,
    scratch,
    limitMs: 60_000,
    mostBytes: 10_000_000,
    signal: never,
    onOutput: () => undefined,
    ...more,
  };
}

/** Processes whose working folder lies in a folder: whatever started a tool started it there. */
export function processesIn(folder: string): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      const cwd = readlinkOf(`/proc/${pid}/cwd`);
      return cwd.startsWith(folder) ? [`${pid} in ${cwd}: ${readlinkOf(`/proc/${pid}/exe`)}`] : [];
    });
}

function readlinkOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

/** Waits until the tool has printed something. */
export async function hears(said: readonly string[], text: string): Promise<void> {
  await vi.waitUntil(() => said.join('').includes(text), { timeout: 30_000, interval: 10 });
}

/** Names of the files below a folder that hold a text, in whatever case. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const files = await regularFilesBelow(folder);
  const found = await Promise.all(
    files.map(async (file) => {
      const inside = (await readFile(file)).toString('latin1').toLowerCase();
      return inside.includes(text.toLowerCase()) ? [file] : [];
    }),
  );
  return found.flat();
}
