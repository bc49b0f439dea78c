import type { GroupId } from '../../shared/postoffice';
import type { PlannedStep } from '../../shared/run';
import type { Step } from '../run/step';
import { isoTime } from '../run/clock';
import type { CopySet } from './copy-set';

/** Copies one group of the plan and syncs what it noted; the next step begins after its last file. */
export function copyGroupStep(plan: PlannedStep, group: GroupId, set: CopySet): Step {
  return {
    plan,
    stage: 'copy',
    run: async (context) => {
      if (context.facts.recoveryPoint === null) {
        context.setFacts({ recoveryPoint: isoTime(set.clock.now()) });
      }
      context.note('group-start', { group });
      await set.copy(set.options.files(group), 0, context);
      context.note('group-end', { group });
      context.setFacts({ files: set.ledger.files, bytes: set.ledger.bytes });
      await context.sync();
    },
  };
}
