import type { Method, RunRecord } from '../../shared/run';
import type { RunStill, StillState } from '../../shared/still';

/** The methods that read a post office which stands still while people go on working. */
export type StillMethod = Extract<Method, 'snapshot' | 'mirror'>;

export function isStill(method: Method | null): method is StillMethod {
  return method === 'snapshot' || method === 'mirror';
}

/** What a person may want to read about: what belongs to another system is nobody's concern here. */
export function toldOf(states: readonly StillState[]): StillState[] {
  return states.filter(({ reason }) => reason?.code !== 'other-system');
}

/** The one that is used where no other is asked for: those of one instant go before others. */
export function bestOf(states: readonly StillState[]): StillState | null {
  const usable = states.filter((state) => state.usable);
  return usable.find(({ covers }) => covers === 'one-instant') ?? usable[0] ?? null;
}

/** Whether nothing is copied yet: a pause is waited for, or it is made to stand still. */
export function isBeingMade(still: RunStill | null): boolean {
  return still?.phase === 'calming' || still?.phase === 'making';
}

/** Whether the bag is sealed, and the run goes on only to watch a mirror come into step. */
export function watchesMirror({ verdict, bag, still }: RunRecord): boolean {
  return verdict === null && bag !== null && still?.phase === 'resyncing';
}

/** Whether it is, or was, copied where it lies after all. */
export function isCopiedOpen({ phase, held, asked }: RunStill): boolean {
  return phase === 'live' || (held === false && asked.use === 'auto');
}
