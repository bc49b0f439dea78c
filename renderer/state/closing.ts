import type { AccessPhase, AdapterState, RunAccess } from '../../shared/access';
import { closingOrder } from '../../shared/closing-order';
import type { RunRecord } from '../../shared/run';

/** The ways that would refuse new connections, in the order in which they do. */
export function closersOf(adapters: readonly AdapterState[]): AdapterState[] {
  return closingOrder.flatMap((wanted) => adapters.filter(({ id, closes }) => id === wanted && closes));
}

const begun: readonly AccessPhase[] = ['telling', 'stopping', 'disconnecting', 'proving', 'not-quiet'];

/** Whether nothing is copied yet: the post office is being closed. */
export function isClosing(access: RunAccess | null): boolean {
  return begun.some((phase) => phase === access?.phase);
}

/** Since when a run has its post office closed, ISO 8601 UTC; null when it is open. */
export function closedSince(record: RunRecord | undefined): string | null {
  const access = record?.verdict === null ? record.access : null;
  return access?.openedAt === null ? access.closedSince : null;
}

/** The grace period can be cut short and need not be; in these phases nothing goes on without a person's word. */
function asksForWord({ phase, asks }: RunAccess): boolean {
  return asks && (phase === 'disconnecting' || phase === 'not-quiet');
}

/** Whether a run is closing, or has closed, a post office and waits for a person's word. */
export function asksAboutClosing({ verdict, access }: RunRecord): boolean {
  return verdict === null && access !== null && asksForWord(access);
}

/** Whether a run waits for a person's word, whatever about. */
export function waitsForPerson(record: RunRecord): boolean {
  return record.holding || asksAboutClosing(record);
}
