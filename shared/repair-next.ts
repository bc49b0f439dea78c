import type { OutputMark, RepairNext, RepairStep, StepOutcome } from './repair';

/** What of a step decides what has to happen next. */
export type StepSoFar = Pick<RepairStep, 'id' | 'purpose' | 'line' | 'onlyIf' | 'optional' | 'answer'> & {
  readonly outcome: Pick<StepOutcome, 'mark' | 'failed' | 'labels'> | null;
};

/** What has to happen next in a repair: the first step that is not settled says. */
export function whatNext(steps: readonly StepSoFar[]): RepairNext {
  const open = steps.find((step) => !isSettled(step));
  if (!open) return { needs: 'finished', step: null };
  return { needs: needOf(open), step: open.id };
}

function needOf({ outcome, line }: StepSoFar): RepairNext['needs'] {
  if (outcome?.failed === null) return 'person';
  return line.trim() === '' ? 'line' : 'run';
}

/** Whether nothing has to happen with a step any more. */
export function isSettled({ answer, outcome, purpose }: StepSoFar): boolean {
  if (answer) return true;
  return outcome?.failed === null && speaksForItself(purpose, outcome.mark);
}

/**
 * Whether the rules alone can say how a step went. Output that fits no rule is never good: a person looks at it. That a tool
 * whose task it is to look finds something bad is what it is for.
 */
function speaksForItself(purpose: RepairStep['purpose'], mark: OutputMark): boolean {
  if (mark === 'good' || mark === 'warning') return true;
  return mark === 'bad' && purpose === 'look';
}

/**
 * Whether a step can be left out without a person's word: one that is only run if another one found something which it did
 * not find, and optional ones without a line.
 */
export function mayBeLeftOut(step: StepSoFar, steps: readonly StepSoFar[]): boolean {
  if (step.optional && step.line.trim() === '') return true;
  const { onlyIf } = step;
  if (onlyIf === null) return false;
  const asked = steps.find(({ id }) => id === onlyIf.step);
  if (asked?.outcome?.failed !== null) return false;
  return (asked.outcome.labels[onlyIf.label] ?? 0) === 0;
}
