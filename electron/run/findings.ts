import type { Finding, FindingCode, Stage } from '../../shared/finding';
import type { Verdict } from '../../shared/run';
import type { Failure } from '../../shared/result';
import type { Params, Severity } from '../../shared/severity';
import { Cancelled, describeError, PostbagError } from './errors';

/** Makes a finding of now. */
export function findingNow(
  code: FindingCode,
  severity: Severity,
  stage: Stage,
  params: Params = {},
): Finding {
  return { code, severity, stage, params, at: new Date().toISOString() };
}

/** What any thrown value means to a person. `stage` is used when the error itself does not say. */
export function failureOf(error: unknown, stage: Stage): Failure {
  if (error instanceof PostbagError) return { code: error.code, stage: error.stage, params: error.params };
  if (isCancel(error)) return { code: 'cancelled', stage, params: {} };
  return { code: 'unexpected', stage, params: { reason: describeError(error) } };
}

/** Whether an error means that somebody asked for the end. */
export function isCancel(error: unknown): boolean {
  return error instanceof Cancelled || (error instanceof Error && error.name === 'AbortError');
}

/** A run that was done is `verified` only when nothing worse than information was found. */
export function verdictOf(ending: 'done' | 'failed' | 'cancelled', findings: readonly Finding[]): Verdict {
  if (ending !== 'done') return ending;
  return findings.some((finding) => finding.severity !== 'info') ? 'findings' : 'verified';
}

const fromOutside: ReadonlySet<FindingCode> = new Set(['post-office-lost', 'vault-lost']);

/** Whether a failure came from outside and may be over tomorrow, so that a new run can go on from what was done. */
export function isCutShort(code: FindingCode): boolean {
  return fromOutside.has(code);
}
