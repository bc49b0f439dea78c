import type { OutputMark, RepairStepView, RepairView } from '../../shared/repair';
import { isSettled, mayBeLeftOut } from '../../shared/repair-next';
import type { Tone } from '../parts/tones';

/**
 * Where a step is. `next`: its turn, and it was not run. `failed`: its turn, and its tool did not run to its end. `asks`:
 * somebody has to read what it said. `settled`: nothing has to happen with it any more.
 */
export type StepState = 'waiting' | 'next' | 'running' | 'failed' | 'asks' | 'settled' | 'left-out';

/** Where a step of a repair is now. */
export function stepState(step: RepairStepView, { next, runId }: RepairView): StepState {
  if (step.answer?.decision === 'skip') return 'left-out';
  if (isSettled(step)) return 'settled';
  if (step.id !== next.step) return 'waiting';
  if (next.needs === 'person') return 'asks';
  if (runId !== null) return 'running';
  return step.outcome?.failed ? 'failed' : 'next';
}

/** What a tool said fits no rule is neither good nor bad: it is never green. */
export const outcomeTone: Readonly<Record<OutputMark, Tone>> = {
  good: 'ok',
  warning: 'warn',
  bad: 'bad',
  unknown: 'calm',
};

/** The steps that are still to be done, in order. */
export function openSteps({ steps }: RepairView): RepairStepView[] {
  return steps.filter((step) => !isSettled(step));
}

/** Whether the step whose turn it is goes away by itself when all are run. */
export function leavesItselfOut(repair: RepairView): boolean {
  const step = repair.steps.find(({ id }) => id === repair.next.step);
  return step?.outcome === null && mayBeLeftOut(step, repair.steps);
}

/** Whether its line may still be changed: it was not run to its end, nor left out. */
export function mayChangeLine(step: RepairStepView, repair: RepairView): boolean {
  if (repair.runId !== null || repair.damaged || isSettled(step)) return false;
  // It was not run at all, or not to its end.
  return step.outcome?.failed !== null;
}

/** Whether what was typed is the name, as the engine holds the one against the other. */
export function isSameName(typed: string, name: string): boolean {
  const plain = (text: string): string => text.normalize('NFC').trim().toLowerCase();
  return plain(typed) === plain(name);
}

/**
 * What a finished repair comes to. In order is one whose last look found nothing, and in which no tool that changes the copy
 * complained, or was read or left out by a person. What looks and reports is there to say what is wrong.
 */
export function endTone({ steps }: RepairView): Extract<Tone, 'ok' | 'warn'> {
  const deciding = steps.filter(({ purpose }) => purpose === 'mend' || purpose === 'prove');
  const clean = deciding.every(({ outcome, answer }) => outcome?.mark === 'good' || answer?.by === '');
  const proven = deciding.some(({ purpose, outcome }) => purpose === 'prove' && outcome?.mark === 'good');
  return clean && proven ? 'ok' : 'warn';
}
