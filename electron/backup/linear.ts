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

/**
 * The linear method: files are read where they lie, open or not, group by group in the order that loses least
 * (users, then directory and index, then the message store: technical note 8.3.1, domain.md 1.5), and read again until
 * they have settled.
 */
export function linear(work: BackupWork): Step[] {
  const { job, inventory, bag, tools, set } = work;
  const { settle, hold } = job.options;
  const { path: root, name } = job.postOffice;
  return [
    checkPostOfficeStep(planned('check-post-office', { postOffice: name }), work),
    checkVaultStep(planned('check-vault', { vault: job.vault }), job.vault, root),
    checkSpaceStep(planned('check-space', { bytes: bytesOf(inventory) }), () => work.space(), tools.fork),
    openBagStep(planned('open-bag', {}, 'remove-partial-bag'), bag, job.vault, () => work.adopt()),
    ...groupsOf(inventory).map(({ id, files, bytes }) =>
      copyGroupStep(planned('copy-group', { group: id, files, bytes }), id, set),
    ),
    settleStep(planned('settle', { ...settle }), set, settle),
    ...(hold ? [holdStep(planned('hold'), set, work.wishes, settle)] : []),
    verifyStep(planned('verify'), work),
    sealStep(planned('seal'), bag, job.vault),
  ];
}

function planned(id: StepId, params: Params = {}, undo: UndoAction | null = null): PlannedStep {
  return { id, params, undo };
}
