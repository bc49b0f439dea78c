import type { Argv } from '../../shared/access';
import { saidBy, type ProgramEnd, type RunProgram } from './program';

/** A word in braces that an administrator may type in a command. */
export type Word = 'postOffice' | 'message' | 'connection' | 'minutes' | 'name' | 'run';

/** What stands for the words in braces; one that is not given stays as it was typed. */
export type Values = Partial<Record<Word, string | number>>;

/**
 * Fills values in for words such as `{postOffice}` in the arguments; never in the program itself. What is filled in is
 * not looked at again, and stays inside its argument: no shell reads it.
 */
export function fill(argv: Argv, values: Values): string[] {
  const words = new Map<string, string | number>(Object.entries(values));
  return argv.map((argument, at) =>
    at === 0
      ? argument
      : argument.replace(/\{(\w+)\}/g, (typed, word: string) => String(words.get(word) ?? typed)),
  );
}

/** Runs a command of the administrator's own. It was typed: an empty one is a mistake of the caller. */
export async function runCommand(
  runProgram: RunProgram,
  argv: readonly string[],
  limitSeconds: number,
  signal?: AbortSignal,
): Promise<ProgramEnd> {
  const [program, ...args] = argv;
  if (program === undefined) throw new Error('no command');
  return await runProgram({ program, args, limitMs: limitSeconds * 1000, ...(signal && { signal }) });
}

/** What went wrong, in a line; null when the command ended with 0. */
export const complaintOf = (end: ProgramEnd): string | null => (end.code === 0 ? null : saidBy(end));
