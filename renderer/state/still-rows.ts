import type { Plan, PlannedStep, RunRecord, StepId } from '../../shared/run';
import type { RunStill } from '../../shared/still';
import { stillRowWords as words } from '../../shared/words/screens/still-run';
import { stepNames } from '../../shared/words/steps';
import { stepState, type PhaseState } from './phase';
import { isCopiedOpen } from './still';

/** A step in the list of phases that is done or is not: it has no amount of its own. */
export interface StepRow {
  readonly key: StepId;
  readonly name: string;
  readonly state: PhaseState;
  readonly detail: string;
}

const text = (step: PlannedStep, name: string): string => String(step.params[name] ?? '');

const details: Readonly<Partial<Record<StepId, (step: PlannedStep) => string>>> = {
  'wait-writes': (step) => words.waits(Number(step.params['seconds']), Number(step.params['minutes'])),
  'mount-snapshot': () => words.mounted,
  'mount-half': () => words.mounted,
  'confirm-still': () => words.confirm,
  seal: () => words.seal,
  'watch-resync': () => words.watch,
};

const before: readonly StepId[] = [
  'wait-writes',
  'make-snapshot',
  'break-mirror',
  'mount-snapshot',
  'mount-half',
];
const after: readonly StepId[] = ['confirm-still', 'remove-snapshot', 'join-mirror'];
const last: readonly StepId[] = ['seal', 'watch-resync'];
/** What is left of them when it is copied while open instead: nothing is made, and nothing taken back. */
const alsoOpen: readonly StepId[] = ['wait-writes', 'seal'];

/** The rows of what stands still, in three parts: before the groups are copied, behind them, and at the very end. */
export interface StillRows {
  readonly before: readonly StepRow[];
  readonly after: readonly StepRow[];
  readonly last: readonly StepRow[];
}

/** `place`: index of the step that the run is at. */
export function stillRows({ still }: RunRecord, plan: Plan, place: number): StillRows {
  const rows = (ids: readonly StepId[]): StepRow[] =>
    ids.filter((id) => mayBe(id, still)).flatMap((id) => rowOf(id, plan, place));
  return { before: rows(before), after: rows(after), last: rows(last) };
}

const mayBe = (id: StepId, still: RunStill | null): boolean =>
  still === null || !isCopiedOpen(still) || alsoOpen.includes(id);

function rowOf(id: StepId, plan: Plan, place: number): StepRow[] {
  const step = plan.steps.find((one) => one.id === id);
  const state = stepState(plan, place, id);
  if (!step || state === null) return [];
  return [{ key: id, name: stepNames[id], state, detail: details[id]?.(step) ?? text(step, 'volume') }];
}
