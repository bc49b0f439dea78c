import type { Grade, LedgerEntry } from '../../shared/run';

/**
 * What a run proved about the moment its bytes are from. Each is true only when the run's own steps recorded the proof
 * in the journal; nothing here is a setting.
 */
export interface Evidence {
  /** Access was closed, and shown to be quiet until the last byte was read. */
  readonly quiet: boolean;
  /** The copy was shown to be equal to the set at one instant (`settle`). */
  readonly settled: boolean;
  /** All files were read from one instant: a volume snapshot, a mirror half. */
  readonly oneInstant: boolean;
  /** Each file was read from an instant of its own. */
  readonly perFileInstant: boolean;
}

export const noEvidence: Evidence = {
  quiet: false,
  settled: false,
  oneInstant: false,
  perFileInstant: false,
};

/**
 * The grade of a copy (design: section 5). Files that were read one after the other while others could write are
 * `loose` even if no change was seen: a write into a mapped page moves no time stamp, so not having seen one proves
 * nothing.
 *
 * @param ledger every file copied, with the changes that were noticed
 */
export function gradeOf(evidence: Evidence, ledger: readonly LedgerEntry[]): Grade {
  const still = ledger.every((entry) => entry.change === null);
  if (evidence.quiet && still) return 'closed';
  if (evidence.settled) return 'instant';
  const whole = ledger.every((entry) => entry.change?.when !== 'while-copying');
  if (evidence.oneInstant && whole) return 'instant';
  if (evidence.perFileInstant && whole) return 'per-file';
  return 'loose';
}
