import type { RunRecord } from '../../shared/run';
import type { RunStill, StillState } from '../../shared/still';

/** What a person may want to read about: what belongs to another system is nobody's concern here. */
export function toldOf(states: readonly StillState[]): StillState[] {
  return states.filter(({ reason }) => reason?.code !== 'other-system');
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
