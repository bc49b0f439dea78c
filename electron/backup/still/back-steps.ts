import type { PlannedStep } from '../../../shared/run';
import type { Resync } from '../../../shared/still';
import { describeError } from '../../run/errors';
import { runProgram } from '../../run/program';
import type { RunContext, Step } from '../../run/step';
import type { Wishes } from '../../run/wishes';
import { stillActions, type Stills } from './stills';

/** How often the halves of a mirror are looked at while they come into step, ms. */
const LOOK_EVERY = 2_000;

/** Removes the snapshot, or joins the mirror again, as soon as everything was read. */
export function takeStillBackStep(plan: PlannedStep, stills: Stills): Step {
  return {
    plan,
    stage: 'undo',
    run: async (context) => {
      if (stills.live) return;
      stills.tell(context, { phase: 'removing' });
      const done = await context.takeBack(stillActions);
      stills.reading = false;
      // What could not be taken back is tried once more when the run ends, and told of then.
      if (done) stills.tell(context, { phase: stills.job.method === 'mirror' ? 'resyncing' : 'gone' });
    },
  };
}

/**
 * Watches a joined mirror until its halves are in step. The bag is sealed by then: whoever stops watching loses nothing.
 */
export function watchResyncStep(plan: PlannedStep, stills: Stills, wishes: Wishes): Step {
  return {
    plan,
    stage: 'undo',
    run: async (context) => {
      if (stills.live || context.facts.still?.phase !== 'resyncing') return;
      const resync = await wishes.listen(
        (wish) => wish === 'go-on',
        async (heard) => {
          for (;;) {
            const now = await look(stills, context);
            if (now === null || now.inStep) return now;
            const wish = await heard.next(context.signal, LOOK_EVERY).catch(() => 'go-on' as const);
            if (wish !== null) return now;
          }
        },
      );
      if (resync?.inStep) stills.tell(context, { phase: 'gone' });
      else if (resync) {
        const percent = resync.percent === null ? '' : String(Math.floor(resync.percent));
        context.finding({
          code: 'resync-not-watched',
          severity: 'warning',
          stage: 'undo',
          params: { volume: stills.volumes, percent },
        });
      }
    },
  };
}

/** How far all mirrors of the run are; null when that cannot be said, which is told. */
async function look(stills: Stills, context: RunContext): Promise<Resync | null> {
  try {
    const resync = await stills.resync(runProgram);
    const before = context.facts.still?.resync;
    if (before?.inStep !== resync.inStep || before.percent !== resync.percent)
      stills.tell(context, { resync });
    return resync;
  } catch (error) {
    const params = { volume: stills.volumes, reason: describeError(error) };
    context.finding({ code: 'resync-failed', severity: 'warning', stage: 'undo', params });
    return null;
  }
}
