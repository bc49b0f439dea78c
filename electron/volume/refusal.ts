import type { StillReason } from '../../shared/still';
import type { Params } from '../../shared/severity';
import { stillReason } from '../../shared/words/still';
import { describeError, PostbagError } from '../run/errors';
import { saidBy, type ProgramCall, type ProgramEnd, type RunProgram } from '../run/program';
import { unusable, type StillLook } from './still';

/** Why something cannot be done, as `look` says it; its message says the same in words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: StillReason,
    readonly params: Params = {},
  ) {
    super(stillReason({ code, params }));
  }
}

/** What `look` answers when finding out ended with an error. */
export function lookOf(error: unknown): StillLook {
  if (error instanceof Refusal) return unusable(error.code, error.params);
  return unusable('failed', { program: 'Postbag', reason: describeError(error) });
}

/** The error of a `prepare` or an `act` that ended with another one. */
export function notMade(provider: string, error: unknown): PostbagError {
  if (error instanceof PostbagError) return error;
  const reason = describeError(error);
  return new PostbagError('copy', 'still-not-made', { provider, reason }, { cause: error });
}

/** What programs print in the language `C` when they may not do something; mdadm has words of its own. */
const NO_RIGHTS = /permission denied|operation not permitted|must be super-user/i;

/**
 * Runs a program that has to end with 0.
 * @returns what it printed
 * @throws Refusal `program-missing`, `no-rights`, `failed`
 */
export async function runOrRefuse(call: ProgramCall, runProgram: RunProgram): Promise<string> {
  const { program } = call;
  const end = await runProgram(call);
  if (end.code === 0) return end.stdout;
  if (end.failed === 'missing') throw new Refusal('program-missing', { program });
  if (end.failed === 'refused' || NO_RIGHTS.test(end.stderr)) throw new Refusal('no-rights', { program });
  throw new Refusal('failed', { program, reason: saidBy(withoutWarnings(end)) });
}

/** A warning that stands before the error is not why it failed. */
function withoutWarnings(end: ProgramEnd): ProgramEnd {
  const lines = end.stderr.split('\n').filter((line) => !/^\s*warning:/i.test(line));
  const stderr = lines.join('\n').trim() === '' ? end.stderr : lines.join('\n');
  return { ...end, stderr };
}
