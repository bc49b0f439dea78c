import type { GroupId } from '../../shared/postoffice';
import type { Plan, PlannedStep, RunProgress, RunRecord, StepId } from '../../shared/run';

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

function stateOf(
  plan: Plan,
  progress: RunProgress | undefined,
  isIt: (step: PlannedStep) => boolean,
): PhaseState {
  const at = progress?.step ?? -1;
  const own = plan.steps.findIndex(isIt);
  if (at === own) return 'active';
  return at > own ? 'done' : 'waiting';
}

/** Where a group is: before, in, or after its turn. */
export function groupState(plan: Plan, progress: RunProgress | undefined, group: GroupId): PhaseState {
  return stateOf(plan, progress, ({ id, params }) => id === 'copy-group' && params['group'] === group);
}

/** Where a step is of which a plan has one at most; null when it has none. */
export function stepState(
  plan: Plan,
  progress: RunProgress | undefined,
  ...ids: readonly StepId[]
): PhaseState | null {
  if (!plan.steps.some(({ id }) => ids.includes(id))) return null;
  return stateOf(plan, progress, ({ id }) => ids.includes(id));
}

/**
 * The settling pass that is under way and how many files had moved in the one before, null where that says nothing; null
 * while none is. A run that held settles again after a group was copied again.
 */
export function settlingNow(
  record: RunRecord,
  plan: Plan | undefined,
  progress: RunProgress | undefined,
): { pass: number; moved: number | null } | null {
  const step = stepOf(plan, progress)?.id;
  if (!progress || record.holding || (step !== 'settle' && step !== 'hold')) return null;
  if (step === 'hold' && progress.pass === null) return null;
  const last = record.settling?.passes.at(-1);
  const pass = progress.pass ?? (last?.pass ?? 0) + 1;
  const ended = (record.settling?.end ?? null) !== null;
  if (ended && last && pass <= last.pass) return null;
  return { pass, moved: ended ? null : (last?.moved ?? null) };
}
