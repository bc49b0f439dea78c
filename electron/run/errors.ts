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

/** The `code` of a system error (`ENOSPC`, `EACCES`, …), or an empty string. */
export function systemCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** One line about any thrown value, without its stack. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
