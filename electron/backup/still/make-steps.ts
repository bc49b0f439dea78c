import type { PlannedStep } from '../../../shared/run';
import { blocks } from '../../../shared/blocking';
import { describeError, PostbagError } from '../../run/errors';
import type { RunContext, Step } from '../../run/step';
import type { StillAct } from '../../volume/still';
import type { BackupWork } from '../work';
import { stillFindings } from './findings';
import { makeInCalm } from './in-calm';
import type { Stills } from './stills';
import { whyNot } from './why-not';

/** Looks once more whether it can be made to stand still, before anything is touched. */
export function checkStillStep(plan: PlannedStep, stills: Stills): Step {
  return {
    plan,
    stage: 'check',
    run: async (context) => {
      const { method } = stills.job;
      for (const finding of stillFindings(stills.job)) if (!blocks(finding)) context.finding(finding);
      const reason = await whyNot(stills);
      if (reason === null) return;
      await stills.instead(new PostbagError('check', 'still-unavailable', { method, reason }), context);
    },
  };
}

/** Makes the snapshot of one part, or breaks its mirror. */
export function makeStep(plan: PlannedStep, index: number, stills: Stills, work: BackupWork): Step {
  const act = new Act(stills);
  return {
    plan,
    stage: 'copy',
    undo: async (runId) => await act.prepare(async () => (await stills.prepare(index, runId)).make),
    run: async (context) => {
      await act.carryOut(context, async (make) => {
        // Whatever was written before this moment is in it.
        const at = new Date().toISOString();
        stills.tell(context, { phase: 'making', at: index === 0 ? at : (context.facts.still?.at ?? at) });
        if (stills.provider?.needsCalm) await makeInCalm(make, stills, work, context);
        else await make.act(context.signal);
        stills.tell(context, { madeAt: new Date().toISOString() });
      });
    },
  };
}

/** Mounts what was made of one part. */
export function mountStep(plan: PlannedStep, index: number, stills: Stills): Step {
  const act = new Act(stills);
  return {
    plan,
    stage: 'copy',
    undo: async () => await act.prepare(() => Promise.resolve(stills.still(index).mount)),
    run: async (context) => {
      await act.carryOut(context, async (mount) => await mount.act(context.signal));
    },
  };
}

/** One act of a provider, which may turn out to be impossible at any moment. */
class Act {
  #act: StillAct | null = null;
  #refused: Error | null = null;

  constructor(private readonly stills: Stills) {}

  /** Its undo, or null where there is nothing to do; what refused it is told when it is to be carried out. */
  async prepare(make: () => Promise<StillAct | null>): Promise<StillAct['undo'] | null> {
    if (this.stills.live) return null;
    try {
      this.#act = await make();
    } catch (error) {
      this.#refused = error instanceof Error ? error : new Error(describeError(error));
    }
    return this.#act?.undo ?? null;
  }

  async carryOut(context: RunContext, how: (act: StillAct) => Promise<void>): Promise<void> {
    if (this.stills.live) return;
    try {
      if (this.#refused !== null) throw this.#refused;
      if (this.#act) await how(this.#act);
    } catch (error) {
      await this.stills.instead(error, context);
    }
  }
}

/** When everything stands still, the run works from what stands there: what was there an instant ago may be gone. */
export async function beginReading(stills: Stills, work: BackupWork, context: RunContext): Promise<void> {
  if (stills.live) return;
  context.setFacts({ recoveryPoint: context.facts.still?.at ?? null });
  stills.tell(context, { phase: 'copying' });
  stills.reading = true;
  try {
    await work.takeStock(context.signal);
  } catch (error) {
    await stills.instead(error, context);
  }
}
