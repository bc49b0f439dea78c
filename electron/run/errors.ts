import os from 'node:os';
import type { FindingCode, Stage } from '../../shared/finding';
import type { Params } from '../../shared/severity';

/**
 * An error that a person can act on. Its code picks the words in `shared/words`, so no text is made here.
 * `params` fills those words; `cause` keeps the system's own error.
 */
export class PostbagError extends Error {
  override readonly name = 'PostbagError';

  constructor(
    readonly stage: Stage,
    readonly code: FindingCode,
    readonly params: Params = {},
    options: { cause?: unknown } = {},
  ) {
    super(`${stage}: ${code}`, options);
  }
}

/** A person (or a signal) asked for the run to end. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

const namesOfNumbers = new Map(Object.entries(os.constants.errno).map(([name, number]) => [number, name]));

/**
 * The `code` of a system error (`ENOSPC`, `EACCES`, …), or an empty string. Node has no code for some errors, a full
 * quota (EDQUOT) among them; they are named by their number.
 */
export function systemCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, errno } = error as { code?: unknown; errno?: unknown };
  if (typeof code !== 'string') return '';
  const unnamed = code === 'UNKNOWN' || code.startsWith('Unknown system error');
  return (unnamed && typeof errno === 'number' ? namesOfNumbers.get(-errno) : undefined) ?? code;
}

/** One line about any thrown value, without its stack. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
