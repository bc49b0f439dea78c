import type {
  CheckResult,
  Overrule,
  ProofOutcome,
  ProofState,
  RestoreNext,
  RestoreView,
} from '../../shared/proof';
import { missingAnswers } from '../../shared/restore-next';
import type { Tone } from '../parts/tones';

/** The stages of a restore in their order; a proof ends with the signature. */
export type Stage = 'staged' | 'repair' | 'checks' | 'answers' | 'sign' | 'online';

/** Where a stage is. `not-needed`: the grade does not ask for it. `overruled`: a person went on without it. */
export type StageState = 'done' | 'now' | 'waiting' | 'not-needed' | 'overruled';

const stageOf: Readonly<Record<RestoreNext, Stage | null>> = {
  repair: 'repair',
  checks: 'checks',
  look: 'checks',
  answers: 'answers',
  sign: 'sign',
  online: 'online',
  finished: null,
};

/** The stages of a restore. */
export function stagesOf({ purpose }: Pick<RestoreView, 'purpose'>): readonly Stage[] {
  const proof: readonly Stage[] = ['staged', 'repair', 'checks', 'answers', 'sign'];
  return purpose === 'restore' ? [...proof, 'online'] : proof;
}

/** What a person decided against advice about one thing; undefined where nobody did. */
export function overruleOf({ overrules }: Pick<RestoreView, 'overrules'>, what: Overrule['what']) {
  return overrules.findLast((one) => one.what === what);
}

/** Where a stage of a restore is now. */
export function stageState(view: RestoreView, stage: Stage): StageState {
  const now = stageOf[view.next];
  if (stage === now) return 'now';
  const stages = stagesOf(view);
  if (now !== null && stages.indexOf(stage) > stages.indexOf(now)) return 'waiting';
  if (stage === 'repair' && !view.repairFinished)
    return overruleOf(view, 'repair') ? 'overruled' : 'not-needed';
  if (stage === 'checks' && failedChecks(view) > 0) return 'overruled';
  return 'done';
}

/** How many automatic checks failed. */
export const failedChecks = ({ checks }: Pick<RestoreView, 'checks'>): number =>
  checks.filter(({ result }) => result === 'failed').length;

/** How many points of the checklist are answered. */
export const answered = (view: Pick<RestoreView, 'items' | 'answers'>): number =>
  view.items.length - missingAnswers(view).length;

/** The colour of what a proof comes to. */
export const outcomeTone: Readonly<Record<ProofOutcome, Tone>> = { proven: 'ok', 'not-proven': 'bad' };

/** The colour of whether a proof can be believed. */
export const proofTone: Readonly<Record<ProofState, Tone>> = {
  good: 'ok',
  'other-key': 'warn',
  'foreign-bag': 'bad',
  changed: 'bad',
  unreadable: 'bad',
};

/** The colour of the result of an automatic check. */
export const checkTone: Readonly<Record<CheckResult, Tone>> = {
  ok: 'ok',
  warning: 'warn',
  failed: 'bad',
  'not-applicable': 'calm',
};
