import { randomBytes } from 'node:crypto';
import path from 'node:path';

/** Where the runs of one home folder keep what they write: `<home>/runs/<run id>/`. */
export interface RunFiles {
  readonly folder: string;
  readonly journal: string;
  /** The run's record, written when it has ended; made from the journal, and can be made again. */
  readonly summary: string;
  /** Held while the run lives. */
  readonly lock: string;
}

export function runsFolder(home: string): string {
  return path.join(home, 'runs');
}

export function runFiles(home: string, runId: string): RunFiles {
  const folder = path.join(runsFolder(home), runId);
  return {
    folder,
    journal: path.join(folder, 'journal.jsonl'),
    summary: path.join(folder, 'summary.json'),
    lock: path.join(folder, 'run.lock'),
  };
}

const runIdForm = /^\d{8}T\d{9}Z-[0-9a-f]{8}$/;

/** A new run's id: the UTC time to the millisecond, so that ids sort as runs began, and enough chance that two never meet. */
export function newRunId(now = new Date()): string {
  const time = now.toISOString().replace(/[-:.]/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

/** Whether a name is one that `newRunId` makes: ids come from folders and from screens, and become paths. */
export function isRunId(name: string): boolean {
  return runIdForm.test(name);
}
