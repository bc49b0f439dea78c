import { z } from 'zod';
import { Argv } from '../../shared/access';
import type { Params } from '../../shared/severity';
import type { MirrorCommands } from '../../shared/still';
import { fill, runCommand } from '../run/command-line';
import type { ProgramEnd, RunProgram } from '../run/program';

/** What stands for the words in braces of a command. */
export interface Filling {
  /** Absolute folder of the post office, for `{postOffice}`. */
  readonly root: string;
  readonly name: string;
  /** Id of the run; empty while none is made. */
  readonly run: string;
}

/** Runs a command as it was typed, with its words in braces filled in. */
export async function runTyped(
  runProgram: RunProgram,
  argv: Argv,
  { root, name, run }: Filling,
  limitSeconds: number,
): Promise<ProgramEnd> {
  return await runCommand(runProgram, fill(argv, { postOffice: root, name, run }), limitSeconds);
}

/** How far the halves are, by what a command printed: `83 %`, `83.5%`, or a number alone. Null where it says nothing. */
export function percentOf(text: string): number | null {
  const alone = /^\s*(\d{1,3}(?:[.,]\d+)?)\s*$/.exec(text);
  const [, said] = alone ?? /(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s*%/.exec(text) ?? [];
  const percent = said === undefined ? NaN : Number(said.replace(',', '.'));
  return percent <= 100 ? percent : null;
}

const Typed = z.string().transform((text) => Argv.parse(JSON.parse(text)));
const CommandParams = z.object({
  join: Typed,
  inStep: Typed,
  limitSeconds: z.number(),
  root: z.string(),
  name: z.string(),
  run: z.string(),
});

/** What joining again needs, as it stands in the journal: the commands are the ones that were typed when it was broken. */
export const asParams = ({ join, inStep, limitSeconds }: MirrorCommands, filling: Filling): Params => ({
  join: JSON.stringify(join),
  inStep: JSON.stringify(inStep),
  limitSeconds,
  ...filling,
});

/** Reads it back. @throws Error when it is none of ours */
export function commandOf(
  params: Params,
): Pick<MirrorCommands, 'join' | 'inStep' | 'limitSeconds'> & { readonly filling: Filling } {
  const { root, name, run, ...commands } = CommandParams.parse(params);
  return { ...commands, filling: { root, name, run } };
}
