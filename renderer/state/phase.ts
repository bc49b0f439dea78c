import type { GroupId } from '../../shared/postoffice';
import type { Plan, PlannedStep, RunProgress, RunRecord, StepId } from '../../shared/run';
import type { StillPhase } from '../../shared/still';

/** Steps that a phase of standing still is at, or behind; none where it says nothing. They have no progress of their own. */
const phaseSteps: Readonly<Record<StillPhase, readonly StepId[]>> = {
  calming: ['wait-writes'],
  making: ['make-snapshot', 'break-mirror'],
  copying: ['copy-group'],
  live: [],
  removing: ['remove-snapshot', 'join-mirror'],
  gone: ['verify'],
  resyncing: ['verify'],
};

/** Index of the step that a run is at, as far as it said so; -1 before. */
export function placeOf(
  { still, bag }: Pick<RunRecord, 'still' | 'bag'>,
  plan: Plan,
  progress: RunProgress | undefined,
): number {
  const told = progress?.step ?? -1;
  if (still === null) return told;
  const ids: readonly StepId[] = bag === null ? phaseSteps[still.phase] : ['watch-resync'];
  return Math.max(
    told,
    plan.steps.findIndex(({ id }) => ids.includes(id)),
  );
}

/** The step that a run is at, if it said so yet. */
export function stepOf(
  record: Pick<RunRecord, 'still' | 'bag'>,
  plan: Plan | undefined,
  progress: RunProgress | undefined,
): PlannedStep | undefined {
  return plan?.steps[placeOf(record, plan, progress)];
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

function stateOf(plan: Plan, place: number, isIt: (step: PlannedStep) => boolean): PhaseState {
  const first = plan.steps.findIndex(isIt);
  const last = plan.steps.findLastIndex(isIt);
  if (place > last) return 'done';
  const now = plan.steps[place];
  return place >= first && now && isIt(now) ? 'active' : 'waiting';
}

/** Where a group is: before, in, or after its turn. `place`: index of the step that the run is at. */
export function groupState(plan: Plan, place: number, group: GroupId): PhaseState {
  return stateOf(plan, place, ({ id, params }) => id === 'copy-group' && params['group'] === group);
}

/** Where the steps of one kind are; null when a plan has none. */
export function stepState(plan: Plan, place: number, ...ids: readonly StepId[]): PhaseState | null {
  if (!plan.steps.some(({ id }) => ids.includes(id))) return null;
  return stateOf(plan, place, ({ id }) => ids.includes(id));
}

/** Steps in which everything is read again; only the first does nothing else. */
const settlingSteps: readonly StepId[] = ['settle', 'hold', 'confirm-still'];

/**
 * The settling pass that is under way and how many files had moved in the one before, null where that says nothing; null
 * while none is. A run that held settles again after a group was copied again; one that lost what stood still settles
 * like a copy that was open from the start.
 */
export function settlingNow(
  record: RunRecord,
  plan: Plan | undefined,
  progress: RunProgress | undefined,
): { pass: number; moved: number | null } | null {
  const step = progress && plan?.steps[progress.step]?.id;
  if (!progress || !step || record.holding || !settlingSteps.includes(step)) return null;
  if (step !== 'settle' && progress.pass === null) return null;
  const last = record.settling?.passes.at(-1);
  const pass = progress.pass ?? (last?.pass ?? 0) + 1;
  const ended = (record.settling?.end ?? null) !== null;
  if (ended && last && pass <= last.pass) return null;
  return { pass, moved: ended ? null : (last?.moved ?? null) };
}
