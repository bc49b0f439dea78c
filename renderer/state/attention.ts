import type { RunRecord } from '../../shared/run';
import type { PostOfficeRow } from '../../shared/views';
import type { AttentionReason } from '../../shared/words/screens/post-offices';

export interface Attention {
  readonly id: string;
  readonly name: string;
  readonly reason: AttentionReason;
}

function reasonOf(row: PostOfficeRow): AttentionReason | null {
  if (row.problem !== null) return row.problem.code === 'post-office-not-found' ? 'not-found' : 'unreadable';
  if (row.runningRunId !== null) return null;
  // Nobody misses the mail of a practice post office.
  if (row.inventory?.recognition.practice) return null;
  if (row.lastBackup === null) return 'never';
  return row.lastBackup.verdict === 'failed' ? 'failed' : null;
}

/** Post offices a person should do something about, in the order of the list. `waiting`: runs that wait for a word. */
export function needsAttention(
  rows: readonly PostOfficeRow[],
  waiting: readonly Pick<RunRecord, 'postOfficeId'>[],
): Attention[] {
  return rows.flatMap((row) => {
    const waits = waiting.some(({ postOfficeId }) => postOfficeId === row.id);
    const reason = waits ? 'holding' : reasonOf(row);
    return reason === null ? [] : [{ id: row.id, name: row.name, reason }];
  });
}
