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

/** Post offices a person should do something about, in the order of the list. */
export function needsAttention(rows: readonly PostOfficeRow[]): Attention[] {
  return rows.flatMap((row) => {
    const reason = reasonOf(row);
    return reason === null ? [] : [{ id: row.id, name: row.name, reason }];
  });
}
