import type { GroupId } from '../../shared/postoffice';
import type { Plan, PlannedStep, RunProgress } from '../../shared/run';

/** The step that a run is at, if it said so yet. */
export function stepOf(plan: Plan | undefined, progress: RunProgress | undefined): PlannedStep | undefined {
  return progress && plan?.steps[progress.step];
}

/** How much of what is being copied or read is done, 0 to 1; null while nothing is. */
export function shareOf(progress: RunProgress | undefined): number | null {
  if (!progress || progress.bytes <= 0) return null;
  return Math.min(1, progress.bytesDone / progress.bytes);
}

/** `61 %`; rounded down, so that 100 % is never said too early. */
export function percentOf(progress: RunProgress | undefined): string | null {
  const share = shareOf(progress);
  return share === null ? null : `${Math.floor(share * 100)} %`;
}

export type PhaseState = 'done' | 'active' | 'waiting';

/** Where a group is: before, in, or after its turn. */
export function groupState(plan: Plan, progress: RunProgress | undefined, group: GroupId): PhaseState {
  const at = progress?.step ?? -1;
  const own = plan.steps.findIndex((step) => step.id === 'copy-group' && step.params['group'] === group);
  if (at === own) return 'active';
  return at > own ? 'done' : 'waiting';
}

/** Where the reading of the finished copy is. */
export function verifyState(plan: Plan, progress: RunProgress | undefined): PhaseState {
  const at = progress?.step ?? -1;
  const own = plan.steps.findIndex((step) => step.id === 'verify' || step.id === 'check-bag');
  if (at === own) return 'active';
  return at > own ? 'done' : 'waiting';
}
