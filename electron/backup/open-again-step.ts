import type { PlannedStep, UndoAction } from '../../shared/run';
import { disquietOf, type SetSample } from '../access/quiet';
import type { Closing } from '../access/steps';
import { tell } from '../access/tell';
import { someNames } from '../copy/ledger';
import type { RunContext, Step } from '../run/step';
import type { BackupWork } from './work';

/**
 * Opens the post office again as soon as everything is copied, and says whether it stayed quiet until then: the copy
 * is what the second reading found, reading it again found nothing new, and nobody is there.
 */
export function openAgainStep(plan: PlannedStep, work: BackupWork, { access }: Closing): Step {
  return {
    plan,
    stage: 'close',
    run: async (context) => {
      const stayedQuiet = await stayed(work, access, context);
      tell(context, { phase: 'closed', stayedQuiet });
      const opened = await context.takeBack(closingActions);
      // What could not be opened is tried once more when the run ends, and told of then.
      if (opened) tell(context, { phase: 'open', openedAt: new Date().toISOString() });
    },
  };
}

const closingActions: readonly UndoAction[] = [
  'remove-marker',
  'open-samba-share',
  'unblock-windows-share',
  'run-open-command',
  'start-service',
];

async function stayed(work: BackupWork, access: Closing['access'], context: RunContext): Promise<boolean> {
  const sample = work.quietSample;
  if (!sample || context.facts.access?.quiet == null || !work.closing.ways.refuses) return false;
  const disquiet = disquietOf(await access.list(context.signal));
  if (disquiet) {
    const params = { who: disquiet.reason };
    context.finding({ code: 'connected-while-closed', severity: 'warning', stage: 'close', params });
  }
  const moved = movedSince(sample, work);
  if (moved.length > 0) {
    const params = { count: moved.length, names: someNames(moved) };
    context.finding({ code: 'moved-while-closed', severity: 'warning', stage: 'close', params });
  }
  const settled = context.facts.settling?.interval != null;
  return disquiet === null && moved.length === 0 && settled;
}

/** The files whose copy is not what was read when the post office was shown to be quiet, or that moved since. */
function movedSince(sample: SetSample, { ledger, set }: BackupWork): string[] {
  const moved = new Set(set.moved);
  for (const { path, sha256 } of ledger.entries) if (sample.get(path)?.sha256 !== sha256) moved.add(path);
  const copied = new Set(ledger.entries.map(({ path }) => path));
  for (const path of sample.keys()) if (!copied.has(path)) moved.add(path);
  return [...moved];
}
