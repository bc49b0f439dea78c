import type { PlannedStep, StepId, UndoAction } from '../../shared/run';
import type { Params } from '../../shared/severity';
import { copyGroupStep } from '../copy/copy-step';
import { settleStep } from '../copy/settling/settle-step';
import type { Step } from '../run/step';
import { checkSpaceStep, checkVaultStep, openBagStep, sealStep } from '../vault/steps';
import { checkPostOfficeStep } from './check-step';
import { holdStep } from './hold-step';
import { verifyStep } from './verify-step';
import { bytesOf, groupsOf, type BackupWork } from './work';

/** What every backup begins with. Nothing is changed. */
export function checkSteps(work: BackupWork): Step[] {
  const { job, inventory, tools } = work;
  const { path: root, name } = job.postOffice;
  return [
    checkPostOfficeStep(planned('check-post-office', { postOffice: name }), work),
    checkVaultStep(planned('check-vault', { vault: job.vault }), job.vault, root),
    checkSpaceStep(planned('check-space', { bytes: bytesOf(inventory) }), () => work.space(), tools.fork),
  ];
}

export function beginBag({ bag, job, adopt }: BackupWork): Step {
  return openBagStep(planned('open-bag', {}, 'remove-partial-bag'), bag, job.vault, adopt);
}

/** The groups in their order, each finished before the next one begins. */
export function copyGroupSteps({ inventory, set }: BackupWork): Step[] {
  return groupsOf(inventory).map(({ id, files, bytes }) =>
    copyGroupStep(planned('copy-group', { group: id, files, bytes }), id, set),
  );
}

/** The groups in their order, and everything read again until it has settled. */
export function copySteps(work: BackupWork): Step[] {
  const { settle } = work.job.options;
  return [...copyGroupSteps(work), settleStep(planned('settle', { ...settle }), work.set, settle)];
}

/** What every backup ends with: a person's look at it, where one is wanted, and the bag's seal. */
export function sealSteps(work: BackupWork): Step[] {
  const { set, wishes, job, bag } = work;
  const { hold, settle } = job.options;
  // What stood still is gone by then: copied again, a group would be from another moment than the others.
  const holds = hold && job.still === null;
  return [
    ...(holds ? [holdStep(planned('hold'), set, wishes, settle)] : []),
    verifyStep(planned('verify'), work),
    sealStep(planned('seal'), bag, job.vault),
  ];
}

/** A step as the plan shows it. */
export function planned(id: StepId, params: Params = {}, undo: UndoAction | null = null): PlannedStep {
  return { id, params, undo };
}
