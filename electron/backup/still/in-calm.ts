import { someNames } from '../../copy/ledger';
import { runProgram } from '../../run/program';
import type { RunContext } from '../../run/step';
import type { StillAct } from '../../volume/still';
import type { BackupWork } from '../work';
import { notCalm } from './calm-step';
import { lookAtSet, seenBy, writtenBetween } from './look-at-set';
import type { Stills } from './stills';
import { Watching } from './watching';

/** A write this long after another may carry the same time, ms (as in `Steadiness`). */
const TICK = 50;

/**
 * Makes what does not hold up writers, again and again until nothing was written in the moment in which it was made, or
 * no pause is waited for any longer.
 * @throws PostbagError `not-calm` where a pause is required
 */
export async function makeInCalm(
  make: StillAct,
  stills: Stills,
  work: BackupWork,
  context: RunContext,
): Promise<void> {
  const watching = new Watching(stills, work, context);
  for (;;) {
    const at = new Date().toISOString();
    const written = await makeOnce(make, work, context);
    stills.tell(context, { at, exact: written.length === 0 });
    if (written.length === 0) return;
    context.note('written-while-made', written);
    if (watching.over) {
      const calm = context.facts.still?.calm;
      if (calm && stills.job.options.calm === 'required' && !stills.hurried) throw notCalm(calm, stills);
      const params = {
        count: written.length,
        names: someNames(written),
        provider: stills.provider?.id ?? '',
      };
      context.finding({ code: 'written-while-made', severity: 'warning', stage: 'copy', params });
      return;
    }
    await stills.remove(make, context.runId);
    await watching.untilCalm();
    stills.tell(context, { phase: 'making' });
  }
}

/** @returns the files that were written meanwhile, as far as their times or bytes say */
async function makeOnce(make: StillAct, work: BackupWork, context: RunContext): Promise<string[]> {
  const by = await seenBy(work);
  // A page that is mapped and was written out moves the time of its file again when it is written next.
  if (by === 'times')
    await runProgram({ program: 'sync', args: ['--file-system', work.job.postOffice.path] });
  const began = Date.now();
  const before = await lookAtSet(work, by, context);
  await make.act(context.signal);
  const written = writtenBetween(before, await lookAtSet(work, by, context));
  if (written.length > 0 || before.newest === null || before.newest + TICK < began) return written;
  // The last write came too shortly before for another one to show.
  return [...before.files]
    .filter(([, state]) => state.includes(`/${String(before.newest)}/`))
    .map(([path]) => path);
}
