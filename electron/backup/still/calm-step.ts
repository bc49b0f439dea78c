import type { PlannedStep } from '../../../shared/run';
import type { Calm } from '../../../shared/still';
import { PostbagError } from '../../run/errors';
import type { Step } from '../../run/step';
import type { BackupWork } from '../work';
import type { Stills } from './stills';
import { Watching } from './watching';

/**
 * Waits until nothing was written for a while, as an open file manager does, so that fewer things are half done in the
 * copy, and so that what cannot hold up writers is exact.
 * @throws PostbagError `not-calm` where such a pause is required, none came, and nobody said not to wait for it
 */
export function waitWritesStep(plan: PlannedStep, stills: Stills, work: BackupWork): Step {
  return {
    plan,
    stage: 'copy',
    run: async (context) => {
      if (stills.live) return;
      const found = await new Watching(stills, work, context).untilCalm();
      context.note('calm', found);
      if (found.calm === true) return;
      if (stills.job.options.calm === 'required' && !stills.hurried) throw notCalm(found, stills);
      // What cannot hold up writers looks for itself whether anything was written, and says so.
      if (stills.provider?.needsCalm) return;
      const { seconds, names, writes: count } = found;
      const params = { seconds, names, count };
      context.finding({ code: 'taken-while-writing', severity: 'info', stage: 'copy', params });
    },
  };
}

/** No pause came, and one was required. */
export function notCalm({ seconds, names, writes }: Calm, stills: Stills): PostbagError {
  const minutes = stills.job.options.calmMinutes;
  return new PostbagError('copy', 'not-calm', { seconds, names, count: writes, minutes });
}
