import type { LastProof, ProofReminder } from '../../shared/proof';
import type { RunRecord } from '../../shared/run';

const DAY_MS = 86_400_000;

/**
 * Whether somebody is to be reminded to prove a backup of a post office.
 * @param records its runs, newest first
 */
export function proofDue(
  last: LastProof | null,
  records: readonly Pick<RunRecord, 'kind' | 'bag' | 'endedAt'>[],
  { days, bags }: ProofReminder,
  now = Date.now(),
): 'days' | 'bags' | null {
  const sealed = records.flatMap(({ kind, bag, endedAt }) =>
    kind === 'backup' && bag !== null && endedAt !== null ? [Date.parse(endedAt)] : [],
  );
  const oldest = sealed.at(-1);
  if (oldest === undefined) return null;
  // What was never proven is due so long after the first backup.
  const since = last ? Date.parse(last.at) : oldest;
  if (days > 0 && now - since > days * DAY_MS) return 'days';
  const unproven = last ? sealed.filter((at) => at > since).length : sealed.length;
  return bags > 0 && unproven >= bags ? 'bags' : null;
}
