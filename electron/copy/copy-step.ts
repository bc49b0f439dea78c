import os from 'node:os';
import type { GroupId } from '../../shared/postoffice';
import type { GroupProgress, LedgerEntry, PlannedStep } from '../../shared/run';
import { Cancelled } from '../run/errors';
import type { RunContext, Step } from '../run/step';
import { copyGroup, type SourceFile } from './copier';
import { someNames, type Ledger } from './ledger';
import { CopyPool } from './pool';
import { judge, type Places } from './trouble';

/** What the copying steps of one run share. Folders are absolute and known only once earlier steps have run. */
export interface CopyJobs {
  readonly entry: string;
  readonly places: Places;
  readonly target: () => string;
  readonly files: (group: GroupId) => readonly SourceFile[];
  readonly ledger: Ledger;
  readonly progress: GroupProgress[];
}

/** Reading and writing overlap, so one thread more than half the cores, three at the most, is worth having. */
const threads = (): number => Math.min(3, Math.max(2, os.cpus().length));

/** Copies one group of the plan and syncs what it noted; the next step begins after its last file. */
export function copyGroupStep(plan: PlannedStep, group: GroupId, jobs: CopyJobs): Step {
  return {
    plan,
    stage: 'copy',
    run: async (context) => {
      const files = jobs.files(group);
      if (context.facts.recoveryPoint === null) {
        context.setFacts({ recoveryPoint: new Date().toISOString() });
      }
      context.note('group-start', { group });
      const pool = new CopyPool(jobs.entry, Math.min(threads(), Math.max(1, files.length)));
      const stop = (): void => pool.cancel();
      context.signal.addEventListener('abort', stop, { once: true });
      try {
        if (context.signal.aborted) throw new Cancelled('cancelled');
        await copyFiles(pool, group, files, jobs, context);
      } finally {
        context.signal.removeEventListener('abort', stop);
        await pool.close();
      }
      context.note('group-end', { group });
      await context.sync();
      tellChanged(group, jobs.ledger, context);
    },
  };
}

async function copyFiles(
  pool: CopyPool,
  group: GroupId,
  files: readonly SourceFile[],
  jobs: CopyJobs,
  context: RunContext,
): Promise<void> {
  const mine = jobs.progress.find((progress) => progress.id === group);
  const total = jobs.progress.reduce((sum, progress) => sum + progress.bytes, 0);
  const report = (file: string): void => {
    const bytesDone = jobs.progress.reduce((sum, progress) => sum + progress.bytesDone, 0);
    context.progress({
      groups: jobs.progress.map((progress) => ({ ...progress })),
      file,
      bytesDone,
      bytes: total,
    });
  };
  await copyGroup(
    pool,
    { group, files, source: jobs.places.source, target: jobs.target() },
    {
      bytes: (file, bytes) => {
        if (mine) mine.bytesDone += bytes;
        report(file.path);
      },
      copied: (entry, state) => {
        jobs.ledger.add(entry, state);
        context.note('file', entry);
        if (mine) mine.filesDone++;
        report(entry.path);
      },
      trouble: async (file, trouble) => {
        const finding = await judge(file, trouble, jobs.places);
        context.finding(finding);
      },
    },
  );
}

function tellChanged(group: GroupId, ledger: Ledger, context: RunContext): void {
  const changed = ledger.changed('while-copying').filter((entry) => entry.group === group);
  const tell = (code: 'file-changed' | 'file-replaced', entries: readonly LedgerEntry[]): void => {
    if (entries.length === 0) return;
    const params = { count: entries.length, names: someNames(entries.map((entry) => entry.path)) };
    context.finding({ code, severity: 'warning', stage: 'copy', params });
  };
  tell(
    'file-changed',
    changed.filter((entry) => entry.change?.replaced === false),
  );
  tell(
    'file-replaced',
    changed.filter((entry) => entry.change?.replaced === true),
  );
}
