import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { RunProgram } from '../../run/program';
import type { Listing } from '../adapter';
import { askWindowsProcess, endWindowsProcess, listWindowsProcesses } from '../windows/processes';
import { processConnection } from './seen-process';

/**
 * The programs of a Windows computer that have files of a folder open. Windows is asked about the files in the folder
 * itself, and says neither how a file is open nor who just works in the folder.
 * @throws system errors when the folder cannot be read; ScriptError
 */
export async function listWindows(root: string, runProgram: RunProgram): Promise<Listing> {
  const entries = await readdir(root, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => path.join(root, name));
  const found = await listWindowsProcesses(runProgram, files);
  const connections = found
    .filter(({ pid }) => pid !== process.pid)
    .map((seen) =>
      processConnection({
        ...seen,
        identity: seen.since,
        files: seen.files.map((file) => ({ path: lastName(file), mode: null, since: null, locks: [] })),
      }),
    );
  return { connections, notExamined: 0 };
}

const lastName = (file: string): string => file.split(/[\\/]/).at(-1) ?? file;

/**
 * Asks a program to end, or ends it.
 * @param since when it began, as it was listed
 * @returns whether it was there
 * @throws ScriptError; Error when it has no window that could be closed
 */
export async function endOnWindows(
  runProgram: RunProgram,
  { pid, since }: { readonly pid: number; readonly since: string },
  force: boolean,
): Promise<boolean> {
  if (force) return (await endWindowsProcess(runProgram, pid, since)) !== 'gone';
  const answer = await askWindowsProcess(runProgram, pid, since);
  if (answer === 'no-window') throw new Error('It has no window that could be closed.');
  return answer !== 'gone';
}
