import type { Finding } from '../../shared/finding';
import type { PlannedStep } from '../../shared/run';
import { inventoryFindings, mustBeWhole } from '../postoffice/findings';
import type { Inventory } from '../postoffice/inventory';
import type { Step } from '../run/step';
import { possibleFiles } from './possible';
import type { BackupWork } from './work';

/** Takes the inventory that the run works from, and stops before anything is touched if it cannot be backed up. */
export function checkPostOfficeStep(plan: PlannedStep, work: BackupWork): Step {
  return {
    plan,
    stage: 'check',
    run: async (context) => {
      const whole = await work.takeInventory(context.signal);
      mustBeWhole(whole);
      const { inventory, findings } = possibleFiles(whole);
      work.use(inventory);
      await work.lookForReuse();
      await work.watchFolders();
      for (const finding of [...inventoryFindings(inventory), ...findings]) {
        if (!willBeTried(finding, inventory)) context.finding(finding);
      }
      context.note('inventory', { files: inventory.files.length, format: inventory.format });
    },
  };
}

/** A file that is listed but could not be opened just now is tried again when it is copied, and told of then. */
function willBeTried({ code, params }: Finding, inventory: Inventory): boolean {
  return code === 'file-unreadable' && inventory.files.some((file) => file.path === params['path']);
}
