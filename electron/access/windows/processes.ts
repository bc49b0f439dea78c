import type { z } from 'zod';
import type { RunProgram } from '../../run/program';
import { AskAnswer, EndAnswer, ListAnswer, processScripts, type ListedProcess } from './process-scripts';
import { runScript } from '../../run/windows/powershell';

/** A program of this computer that has files open. */
export type WindowsProcess = z.infer<typeof ListedProcess>;

/** How many files the Restart Manager is asked for at once, and how often it is asked for parts of them. */
const GROUP_SIZE = 500;
const MOST_ASKS = 400;

/** With the compiling of its small program, which is slow on an old server, ms. */
const LIMIT_MS = 120_000;

/**
 * Which programs of this computer have any of the files open, by the Restart Manager of Windows, which sees the programs
 * of all accounts. `files` of a program holds those that are known; with very many open files some programs are told
 * without. `user` is null where it takes more rights to say.
 * @param files absolute
 * @throws ScriptError when it cannot be said: that is not "nobody"
 */
export async function listWindowsProcesses(
  runProgram: RunProgram,
  files: readonly string[],
): Promise<WindowsProcess[]> {
  if (files.length === 0) return [];
  const values = { groupSize: GROUP_SIZE, mostAsks: MOST_ASKS };
  const call = { script: processScripts.list, values, lines: files, answer: ListAnswer, limitMs: LIMIT_MS };
  return (await runScript(runProgram, call)).processes;
}

/**
 * Asks a program to end, as closing its window does; it may ask its user whether to save.
 * @param since when it began, as it was listed: a later process of the same number is left alone
 * @returns `no-window`: it has none that could be closed, or it belongs to another desktop
 * @throws ScriptError
 */
export async function askWindowsProcess(
  runProgram: RunProgram,
  pid: number,
  since: string,
): Promise<'asked' | 'no-window' | 'gone'> {
  const call = { script: processScripts.ask, values: { pid, since }, answer: AskAnswer };
  return (await runScript(runProgram, call)).result;
}

/** Ends a program at once; what it had not saved is lost. `since` as for asking. @throws ScriptError */
export async function endWindowsProcess(
  runProgram: RunProgram,
  pid: number,
  since: string,
): Promise<'ended' | 'gone'> {
  const call = { script: processScripts.end, values: { pid, since }, answer: EndAnswer };
  return (await runScript(runProgram, call)).result;
}
