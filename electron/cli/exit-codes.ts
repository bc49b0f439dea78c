import type { Verdict } from '../../shared/run';

/** A published contract (docs/cli.md): scripts decide by these. */
export const exitCodes = { verified: 0, failed: 1, wrongCall: 2, findings: 3, cancelled: 130 } as const;

export function exitCodeOf(verdict: Verdict | null): number {
  return verdict === null ? exitCodes.failed : exitCodes[verdict];
}
