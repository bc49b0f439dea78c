import type { PlannedStep } from '../../shared/run';
import type { Step } from '../run/step';
import { someNames, type Ledger } from './ledger';
import { lookAgain } from './look-again';

export interface LookAgainJob {
  readonly source: string;
  readonly ledger: Ledger;
  /** The paths of all files that would be copied if the run began now. */
  readonly listNow: (signal: AbortSignal) => Promise<readonly string[]>;
  /** Files the run meant to copy, copied or not. */
  readonly meant: () => ReadonlySet<string>;
}

/** Notes what changed, came or went while the groups were copied. Only looks; what it finds weighs on the grade. */
export function lookAgainStep(plan: PlannedStep, job: LookAgainJob): Step {
  return {
    plan,
    stage: 'copy',
    run: async (context) => {
      const changed: string[] = [];
      const gone: string[] = [];
      await lookAgain(job.source, job.ledger.states, context.signal, (path, change) => {
        job.ledger.changedSince(path, change);
        context.note('file-change', { path, change });
        (change.replaced ? gone : changed).push(path);
      });
      const known = job.meant();
      const appeared = (await job.listNow(context.signal)).filter((path) => !known.has(path));
      const tell = (
        code: 'file-changed-after-copy' | 'file-replaced' | 'file-appeared',
        names: string[],
      ): void => {
        if (names.length === 0) return;
        const params = { count: names.length, names: someNames(names.sort()) };
        context.finding({ code, severity: 'warning', stage: 'copy', params });
      };
      tell('file-changed-after-copy', changed);
      tell('file-replaced', gone);
      tell('file-appeared', appeared);
    },
  };
}
