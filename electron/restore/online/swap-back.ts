import { readdir } from 'node:fs/promises';
import type { Online } from '../../../shared/proof';
import type { Plan } from '../../../shared/run';
import { PostbagError, systemCode } from '../../run/errors';
import type { Step } from '../../run/step';
import { readRestore } from '../record';
import { makeExchange } from './exchange';
import type { OnlineJob } from './job';
import { lookAtTarget } from './look';
import { isAsideOf } from './names';
import { refusedAt } from './refused';
import { checkTargetStep, exchangeStep, onlinePlanOf } from './steps';

/** What is online, and the old post office that lies aside. */
type Swappable = Online & { readonly aside: string };

/**
 * Plans to put the old post office back into its place; the restored one is moved aside in its turn.
 * @throws PostbagError `nothing-to-swap`
 */
export async function planSwapBack(job: OnlineJob): Promise<Plan> {
  const { target } = await whatIsOnline(job.folder);
  const looked = await lookAtTarget(
    { ...job, target },
    { bytes: 0, tryToWrite: true, signal: new AbortController().signal },
  );
  return onlinePlanOf({
    kind: 'swap-back',
    job,
    looked,
    steps: [
      { id: 'check-target', params: { target }, undo: null },
      { id: 'swap-back', params: { target }, undo: 'put-back' },
    ],
    files: 0,
    bytes: 0,
    neededBytes: null,
  });
}

/** The steps of a plan of `planSwapBack`. */
export function swapBackSteps(plan: Plan, job: OnlineJob, runId: string): Step[] {
  const [check, swap] = plan.steps;
  if (!check || !swap) throw new Error('not a plan to swap back');
  const there = { ...job, target: String(swap.params['target']) };
  return [
    checkTargetStep(check, there, 0),
    exchangeStep(swap, there, async (place) => {
      const { folder } = job;
      const { aside, target } = await whatIsOnline(folder);
      if (target !== place.target) throw nothingToSwap();
      return await makeExchange(place, 'swap-back', { folder, incoming: aside, runId });
    }),
  ];
}

/** @throws PostbagError `nothing-to-swap` */
async function whatIsOnline(folder: string): Promise<Swappable> {
  const online = (await readRestore(folder))?.online;
  if (online?.swappedBack !== null || online.aside === null) throw nothingToSwap();
  const { aside, target } = online;
  if (!isAsideOf(aside, target)) throw nothingToSwap();
  try {
    if ((await readdir(aside)).length === 0) throw nothingToSwap();
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') throw nothingToSwap();
    throw refusedAt(target, error);
  }
  return { ...online, aside };
}

const nothingToSwap = (): PostbagError => new PostbagError('request', 'nothing-to-swap');
