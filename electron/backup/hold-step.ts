import type { GroupId } from '../../shared/postoffice';
import type { PlannedStep, SettleLimits } from '../../shared/run';
import type { CopySet } from '../copy/copy-set';
import { copyAgain } from '../copy/settling/settle-step';
import type { RunContext, Step } from '../run/step';

/** What a person may want of a run that holds before it seals. */
export type Wish = { readonly redo: GroupId } | 'seal';

/** Carries a person's wishes to a run that waits for them. */
export class Wishes {
  #waiting: ((wish: Wish) => void) | null = null;

  /** @returns false when nobody waits for a wish now */
  say(wish: Wish): boolean {
    const tell = this.#waiting;
    this.#waiting = null;
    tell?.(wish);
    return tell !== null;
  }

  /** @throws the signal's reason */
  async next(signal: AbortSignal): Promise<Wish> {
    return await new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting = null;
        reject(signal.reason as Error);
      };
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting = (wish) => {
        signal.removeEventListener('abort', abort);
        resolve(wish);
      };
    });
  }
}

/** Waits for a person's word: to copy a group again, or to verify and seal. */
export function holdStep(plan: PlannedStep, set: CopySet, wishes: Wishes, limits: SettleLimits): Step {
  return {
    plan,
    stage: 'copy',
    run: async (context) => {
      for (let wish = await ask(wishes, context); wish !== 'seal'; wish = await ask(wishes, context)) {
        await copyAgain(set, wish.redo, limits, context);
        const params = { group: wish.redo };
        context.finding({ code: 'group-copied-again', severity: 'info', stage: 'copy', params });
      }
    },
  };
}

async function ask(wishes: Wishes, context: RunContext): Promise<Wish> {
  const wish = wishes.next(context.signal); // heard from the moment that the run is said to hold
  context.setFacts({ holding: true });
  try {
    return await wish;
  } finally {
    context.setFacts({ holding: false });
  }
}
