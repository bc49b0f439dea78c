import { isCancel } from '../../run/findings';
import type { Step } from '../../run/step';
import type { BackupWork } from '../work';
import { beginReading } from './make-steps';
import type { Stills } from './stills';

/**
 * Copies a group from what stands still. When that breaks, what was copied from it may be anything: then nothing more is
 * read from it, and the step behind the last group decides what happens.
 * @param copy the step that copies the group
 * @param first whether it is the first group
 */
export function copyStillStep(copy: Step, first: boolean, stills: Stills, work: BackupWork): Step {
  return {
    ...copy,
    run: async (context) => {
      if (first) await beginReading(stills, work, context);
      if (stills.lost) return;
      try {
        await copy.run(context);
      } catch (error) {
        if (isCancel(error) || context.signal.aborted || stills.live) throw error;
        const held = await stills.held();
        if (held.held) throw error; // the vault is full, for one
        stills.lose(held.reason);
      }
    },
  };
}
