import type { PlannedStep } from '../../shared/run';
import type { Closing } from '../access/steps';
import { testQuiet, type Disquiet } from '../access/quiet';
import { tell } from '../access/tell';
import { PostbagError } from '../run/errors';
import type { RunContext, Step } from '../run/step';
import { sampleSet } from './sample';
import type { BackupWork } from './work';

/** How often it is tried when something moved that nobody is seen to write: buffers that are flushed late. */
const TRIES = 3;

/**
 * Shows that the closed post office is quiet, or stops before anything is copied. A person may go on knowingly; the
 * copy then is not `closed`.
 * @throws PostbagError `not-quiet`
 */
export function proveQuietStep(plan: PlannedStep, work: BackupWork, closing: Closing): Step {
  return {
    plan,
    stage: 'close',
    run: async (context) => {
      const found = await tryQuiet(work, closing, context);
      if ('proof' in found) {
        work.quietSample = found.sample;
        tell(context, { phase: 'closed', quiet: found.proof });
      } else {
        await decide(found, closing, context);
        const params = { reason: found.reason };
        context.finding({ code: 'went-on-not-quiet', severity: 'warning', stage: 'close', params });
        tell(context, { phase: 'closed', stayedQuiet: false });
      }
      // People worked until it was closed: there may be other files than when the run began.
      await work.takeStock(context.signal);
    },
  };
}

type Found = Awaited<ReturnType<typeof testQuiet>>;

async function tryQuiet(work: BackupWork, { access, options }: Closing, context: RunContext): Promise<Found> {
  const { seesAll } = await access.look();
  const apartMs = options.quietSeconds * 1_000;
  for (let turn = 1; ; turn++) {
    tell(context, { phase: 'proving', until: new Date(Date.now() + apartMs).toISOString() });
    const found = await testQuiet({
      list: async () => await access.list(context.signal),
      seesAll,
      sample: async () => await sampleSet(work, context),
      apartMs,
      wait: async (ms) => await pause(ms, context.signal),
    });
    context.note('quiet-test', 'proof' in found ? found.proof : found);
    if ('proof' in found || found.why !== 'moved' || turn === TRIES) return found;
  }
}

/** Lets a person decide, where one is asked. @throws PostbagError `not-quiet` */
async function decide(
  { reason }: Disquiet,
  { options, wishes, wentOn }: Closing,
  context: RunContext,
): Promise<void> {
  if (options.notQuiet === 'go-on' || wentOn) return;
  const stop = new PostbagError('close', 'not-quiet', { reason });
  if (options.notQuiet === 'stop') throw stop;
  const until = Date.now() + options.waitMinutes * 60_000;
  const wish = await wishes.listen(
    (wanted) => wanted === 'go-on',
    async (heard) => {
      tell(context, { phase: 'not-quiet', asks: true, until: new Date(until).toISOString() });
      return await heard.next(context.signal, until - Date.now());
    },
  );
  if (wish === null) throw stop;
}

/** @throws Cancelled */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
