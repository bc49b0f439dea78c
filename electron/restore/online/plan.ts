import type { Plan, PlannedStep } from '../../../shared/run';
import type { Params } from '../../../shared/severity';
import { filesIn, fingerprint } from '../../repair/tree';
import { PostbagError } from '../../run/errors';
import type { RunContext, Step } from '../../run/step';
import { copyIn } from './copy-in';
import { makeExchange } from './exchange';
import type { OnlineJob } from './job';
import { lookAtTarget } from './look';
import { incomingOf } from './names';
import { lookAtPlace } from './place';
import { copyUnreadable, refusedAt } from './refused';
import { takeOverRights } from './rights';
import { checkTargetStep, exchangeStep, onlinePlanOf } from './steps';

export type { OnlineJob } from './job';
export { planSwapBack, swapBackSteps } from './swap-back';

/**
 * Plans to bring a private copy online: it is copied beside its place and compared, then what lies there is moved aside and the
 * copy moved in. What stands against it is among the findings; one that is an error stops the run before it starts.
 * @throws PostbagError `repair-damaged` when the copy cannot be read
 */
export async function planOnline(job: OnlineJob): Promise<Plan> {
  const files = await filesIn(job.copy).catch((error: unknown) => {
    throw copyUnreadable(job.postOffice, error);
  });
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const looked = await lookAtTarget(job, { bytes, tryToWrite: true, signal: new AbortController().signal });
  const { target } = job;
  const there = looked.place?.there === 'something' ? 1 : 0;
  const planned = (id: PlannedStep['id'], params: Params, undo: PlannedStep['undo']): PlannedStep => ({
    id,
    params: { ...params, target },
    undo,
  });
  const steps = [
    planned('check-target', {}, null),
    planned('copy-in', { files: files.length, bytes }, 'remove-landing'),
    planned('swap-in', { there }, 'put-back'),
  ];
  const numbers = { files: files.length, bytes, neededBytes: bytes };
  return onlinePlanOf({ kind: 'online', job, looked, steps, ...numbers });
}

/** The steps of a plan of `planOnline`. */
export function onlineSteps(plan: Plan, job: OnlineJob, runId: string): Step[] {
  const [check, copy, swap] = plan.steps;
  if (!check || !copy || !swap) throw new Error('not a plan to bring a copy online');
  /** Of what was compared; whatever touches it before it is moved in is noticed. */
  let compared = '';
  return [
    checkTargetStep(check, job, plan.bytes),
    {
      plan: copy,
      stage: 'restore',
      undo: async () => {
        const { target } = await lookAtPlace(job.target);
        return { action: 'remove-landing', params: { folder: incomingOf(target, runId) } };
      },
      run: async (context) => {
        compared = await copyStep(plan, job, context);
      },
    },
    exchangeStep(swap, job, async (place) => {
      const { folder } = job;
      const incoming = incomingOf(place.target, runId);
      const made = await makeExchange(place, 'online', { folder, incoming, runId });
      if (made.fingerprint !== compared)
        throw new PostbagError('restore', 'online-differs', { path: incoming });
      return made;
    }),
  ];
}

async function copyStep({ bytes }: Plan, job: OnlineJob, context: RunContext): Promise<string> {
  const { target, there } = await lookAtPlace(job.target);
  const incoming = incomingOf(target, context.runId);
  const files = await copyIn({
    copy: job.copy,
    postOffice: job.postOffice,
    target,
    incoming,
    signal: context.signal,
    onProgress: (file, done) =>
      context.progress({ pass: null, groups: [], file, bytesDone: done, bytes: 2 * bytes }),
  });
  try {
    if (there === 'something') await takeOverRights(target, incoming);
    context.setFacts({ files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) });
    return await fingerprint(incoming);
  } catch (error) {
    throw refusedAt(target, error);
  }
}
