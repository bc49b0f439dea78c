import type { PlannedStep, SettleLimits } from '../../shared/run';
import type { CopySet } from '../copy/copy-set';
import { copyAgain } from '../copy/settling/settle-step';
import type { RunContext, Step } from '../run/step';
import type { Heard, Wishes } from '../run/wishes';

/** Waits for a person's word: to copy a group again, or to verify and seal. */
export function holdStep(plan: PlannedStep, set: CopySet, wishes: Wishes, limits: SettleLimits): Step {
  return {
    plan,
    stage: 'copy',
    run: async (context) => {
      for (let group = await ask(wishes, context); group !== null; group = await ask(wishes, context)) {
        // It is open again by now: what is copied anew was not copied while nobody could write.
        if (context.facts.access)
          context.setFacts({ access: { ...context.facts.access, stayedQuiet: false } });
        await copyAgain(set, group, limits, context);
        context.finding({ code: 'group-copied-again', severity: 'info', stage: 'copy', params: { group } });
      }
    },
  };
}

type Group = Parameters<typeof copyAgain>[1];

/** @returns the group to copy again, or null to seal */
async function ask(wishes: Wishes, context: RunContext): Promise<Group | null> {
  let said = false;
  return await wishes.listen(
    (wish) => {
      if (said || (wish !== 'seal' && typeof wish !== 'object')) return false;
      said = true; // one word: what is said after it would be heard by nobody
      return true;
    },
    async (heard) => {
      context.setFacts({ holding: true }); // only now, since it is heard from here on
      try {
        return await wanted(heard, context);
      } finally {
        context.setFacts({ holding: false });
      }
    },
  );
}

async function wanted(heard: Heard, context: RunContext): Promise<Group | null> {
  const wish = await heard.next(context.signal);
  return typeof wish === 'object' ? (wish?.redo ?? null) : null;
}
