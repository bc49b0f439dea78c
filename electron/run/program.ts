import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { systemCode } from './errors';
import { ownersMark } from './programs-left';

export interface ProgramCall {
  /** Name, found by the system, or absolute path. */
  readonly program: string;
  readonly args?: readonly string[];
  /** After this it is ended, ms. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
  /** Written to its standard input, which is empty otherwise. */
  readonly input?: string;
  /**
   * It may leave something running, as what starts a service does. Nothing of its output is kept then, since whoever
   * keeps it open would be waited for, and would end when nobody reads it any more; and it gets a session of its own, so
   * that what ends Postbag does not end it.
   */
  readonly leavesRunning?: boolean;
}

/** What came of a program. Its output is kept as text in UTF-8, up to 16 MB. */
export interface ProgramEnd {
  /** Exit code; null when it did not end by itself. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no exit code: it is not there, may not be run, took too long, was cancelled, or a signal ended it. */
  readonly failed: 'missing' | 'refused' | 'timeout' | 'cancelled' | 'ended' | null;
}

export type RunProgram = (call: ProgramCall) => Promise<ProgramEnd>;

const LIMIT_MS = 30_000;
const MOST_OUTPUT = 16 * 1024 * 1024;

/**
 * Runs a program with its arguments as they are: no shell looks at them. In the language `C` where the system has
 * languages, so that what it prints can be understood. Never throws.
 */
export const runProgram: RunProgram = async (call) => {
  const end = carryOut(call);
  atWork.add(end);
  try {
    return await end;
  } finally {
    atWork.delete(end);
  }
};

/** Programs that have not ended yet. */
const atWork = new Set<Promise<ProgramEnd>>();

/**
 * Waits until every program that was started has ended. A step that was cancelled, and left behind, may still have one at
 * work: what that makes could not be taken back before.
 * @param longestMs how long at most
 */
export async function programsRest(longestMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, longestMs)));
  await Promise.race([Promise.all(atWork), limit]);
  clearTimeout(timer);
}

async function carryOut(call: ProgramCall): Promise<ProgramEnd> {
  try {
    return await (call.leavesRunning ? startProgram(call) : readProgram(call));
  } catch (error) {
    // Arguments that no program can be given, such as one with a NUL.
    return { code: null, stdout: '', stderr: String(error), failed: 'refused' };
  }
}

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C', LANG: 'C' });

/** Where a program could not be started, Node puts the error's number in the place of the exit code. */
const exitCodeOf = (child: ChildProcess): number | null => (child.pid === undefined ? null : child.exitCode);

async function readProgram({
  program,
  args = [],
  limitMs = LIMIT_MS,
  signal,
  input,
}: ProgramCall): Promise<ProgramEnd> {
  return await new Promise<ProgramEnd>((resolve) => {
    const options = {
      timeout: limitMs,
      killSignal: 'SIGKILL' as const,
      maxBuffer: MOST_OUTPUT,
      windowsHide: true,
      env: { ...environment(), ...ownersMark() },
      ...(signal && { signal }),
    };
    const child = execFile(program, [...args], options, (error, stdout, stderr) => {
      const code = exitCodeOf(child);
      resolve({ code, stdout, stderr, failed: failureOf(error, code, signal) });
    });
    child.stdin?.on('error', () => undefined); // a program that reads nothing may be gone already
    child.stdin?.end(input ?? '');
  });
}

/** Waits for the program itself, and not for what it left behind. */
async function startProgram({
  program,
  args = [],
  limitMs = LIMIT_MS,
  signal,
}: ProgramCall): Promise<ProgramEnd> {
  return await new Promise<ProgramEnd>((resolve) => {
    const child = spawn(program, [...args], {
      stdio: 'ignore',
      detached: true,
      windowsHide: true,
      timeout: limitMs,
      killSignal: 'SIGKILL',
      env: environment(),
      ...(signal && { signal }),
    });
    const end = (error: unknown): void => {
      const code = exitCodeOf(child);
      resolve({ code, stdout: '', stderr: '', failed: failureOf(error, code, signal) });
    };
    child.once('error', end);
    child.once('exit', (code) => end(code === null ? child : null));
  });
}

function failureOf(error: unknown, code: number | null, signal?: AbortSignal): ProgramEnd['failed'] {
  if (error === null || code !== null) return null;
  if (signal?.aborted) return 'cancelled';
  const name = systemCode(error);
  if (name === 'ENOENT') return 'missing';
  if (name === 'EACCES' || name === 'EPERM') return 'refused';
  return (error as { killed?: boolean }).killed === true ? 'timeout' : 'ended';
}

/** What a program said about why it failed, in one line, for a person. */
export function saidBy({ code, stdout, stderr, failed }: ProgramEnd): string {
  const lines = `${stderr}\n${stdout}`.split(/\r?\n/).map((line) => line.trim());
  return lines.find((line) => line !== '')?.slice(0, 300) ?? failed ?? `exit code ${String(code)}`;
}
