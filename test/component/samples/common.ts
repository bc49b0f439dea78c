import type { Finding, FindingCode, Stage } from '../../../shared/finding';
import type { Params, Severity } from '../../../shared/severity';

/** What the samples share; times are relative to now. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const MB = 1_000_000;

export const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

export function finding(
  code: FindingCode,
  severity: Severity,
  params: Params = {},
  stage: Stage = 'check',
): Finding {
  return { code, severity, stage, params, at: ago(5 * MINUTE) };
}
