import { z } from 'zod';
import type { PracticeTool } from '../../shared/practice-tools';

/** The entry of a practice tool's process; its arguments are the tool's name and the folder. */
export const PRACTICE_TOOL_ENTRY = 'practice-tool';

/** What a practice tool's process tells: its lines, and at the end what it would have exited with. */
export const FromPracticeTool = z.discriminatedUnion('type', [
  z.object({ type: z.literal('line'), text: z.string() }),
  z.object({ type: z.literal('end'), code: z.number().int() }),
]);
export type FromPracticeTool = z.infer<typeof FromPracticeTool>;

/**
 * Which practice tool a command line asks for, as PRACTOOL.COM takes it: `ANALYSE folder`, or name, password and folder
 * with what is to be done behind them.
 * @returns null for any other line
 */
export function practiceToolOf(args: readonly string[]): PracticeTool | null {
  if (args.length === 2 && args[0]?.toUpperCase() === 'ANALYSE') return 'analyse';
  if (args.length !== 4) return null;
  const [, , , wanted = ''] = args;
  switch (wanted.toUpperCase()) {
    case 'DIAGNOSTICS/M':
      return 'rebuild-index';
    case 'DIAGNOSTICS/R':
      return 'reconcile';
    case 'RECLAIM':
      return 'reclaim';
    default:
      return null;
  }
}
