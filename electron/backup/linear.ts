import type { GroupId } from '../../shared/postoffice';
import type { PlannedStep, StepId, UndoAction } from '../../shared/run';
import type { Params } from '../../shared/severity';
import { copyGroupStep, type CopyJobs } from '../copy/copy-step';
import { lookAgainStep } from '../copy/look-again-step';
import type { Step } from '../run/step';
import { checkSpaceStep, checkVaultStep, openBagStep, sealStep } from '../vault/steps';
import { checkPostOfficeStep } from './check-step';
import { possibleFiles } from './possible';
import { verifyStep } from './verify-step';
import { bytesOf, groupsOf, type BackupWork } from './work';

/**
 * The linear method: files are read where they lie, open or not, group by group in the order that loses least
 * (users, then directory and index, then the message store: technical note 8.3.1, domain.md 1.5).
 */
export function linear(work: BackupWork): Step[] {
  const { job, inventory, bag, tools } = work;
  const root = job.postOffice.path;
  const jobs: CopyJobs = {
    entry: tools.entry('copy-worker'),
    places: { source: root, vault: job.vault, bag: bag.folder, required: work.required },
    target: () => bag.data,
    files: (group) => work.files(group),
    ledger: work.ledger,
    progress: work.progress,
  };
  const meant = (): Set<string> => new Set(work.inventory.files.map((file) => file.path));
  const space = () => ({
    vault: job.vault,
    postOffice: root,
    files: work.inventory.files.length,
    bytes: bytesOf(work.inventory),
  });
  return [
    checkPostOfficeStep(planned('check-post-office', { postOffice: job.postOffice.name }), work),
    checkVaultStep(planned('check-vault', { vault: job.vault }), job.vault, root),
    checkSpaceStep(planned('check-space', { bytes: bytesOf(inventory) }), space, tools.fork),
    openBagStep(planned('open-bag', {}, 'remove-partial-bag'), bag, job.vault),
    ...groupsOf(inventory).map(({ id, files, bytes }) =>
      copyGroupStep(planned('copy-group', { group: id satisfies GroupId, files, bytes }), id, jobs),
    ),
    lookAgainStep(planned('look-again'), {
      source: root,
      ledger: work.ledger,
      listNow: async (signal) =>
        possibleFiles(await work.takeInventory(signal)).inventory.files.map((file) => file.path),
      meant,
    }),
    verifyStep(planned('verify'), work),
    sealStep(planned('seal'), bag, job.vault),
  ];
}

function planned(id: StepId, params: Params = {}, undo: UndoAction | null = null): PlannedStep {
  return { id, params, undo };
}
