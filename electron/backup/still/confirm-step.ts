import type { PlannedStep } from '../../../shared/run';
import { settleSet } from '../../copy/settling/settle-step';
import { PostbagError } from '../../run/errors';
import type { Step } from '../../run/step';
import type { BackupWork } from '../work';
import type { Stills } from './stills';

/**
 * Makes sure that what was read stood still until the last byte. Where it did not, or could not be had, and that was to
 * be no reason to stop, the copy is brought up to date from where the files lie, in order, until it has settled.
 * @throws PostbagError `still-lost`
 */
export function confirmStillStep(plan: PlannedStep, stills: Stills, work: BackupWork): Step {
  return {
    plan,
    stage: 'copy',
    run: async (context) => {
      if (!stills.live) {
        const held = await stills.held();
        if (!held.held) stills.lose(held.reason);
        stills.tell(context, { held: !stills.lost, why: stills.why });
        if (!stills.lost) return;
        const params = { provider: stills.provider?.id ?? '', reason: stills.why };
        await stills.instead(new PostbagError('copy', 'still-lost', params), context);
        await work.release(); // its threads stopped when they could read no more; others begin anew
      }
      await settleSet(work.set, work.job.options.settle, context);
    },
  };
}
