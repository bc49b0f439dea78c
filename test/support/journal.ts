import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import path from 'node:path';
import { JournalRecord } from '../../electron/run/journal-record';
import type { Running } from './cli';
import { pauseWhile } from './processes';

/** What stands in a journal now; a last line that is not complete yet is left out. */
export function readRecords(journal: string): JournalRecord[] {
  if (!existsSync(journal)) return [];
  return readFileSync(journal, 'utf8')
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== '')
    .map((line) => JournalRecord.parse(JSON.parse(line)));
}

/** Ids of all runs of a home folder, oldest first. */
export function runIdsOf(home: string): string[] {
  const runs = path.join(home, 'runs');
  return existsSync(runs) ? readdirSync(runs).sort() : [];
}

export function journalOf(home: string, runId: string): string {
  return path.join(home, 'runs', runId, 'journal.jsonl');
}

/** Asked whenever the journal has grown. */
export type Ready = (records: readonly JournalRecord[]) => boolean;

/** A step has been finished; one that comes more than once, such as `copy-group`, is told by its place in the plan. */
export function stepEnded(step: string, index?: number): Ready {
  return (records) =>
    records.some(
      (record) =>
        record.type === 'step-end' && record.step === step && (index === undefined || record.index === index),
    );
}

/** A file group has been copied. */
export function groupCopied(group: string): Ready {
  return (records) =>
    records.some(
      (record) => record.type === 'note' && record.kind === 'group-end' && isOf(group, record.data),
    );
}

const isOf = (group: string, data: unknown): boolean => (data as { group?: unknown }).group === group;

/** The run that starts next in a home folder, told by its journal. */
export class NextRun {
  readonly #runs: string;
  readonly #known: ReadonlySet<string>;

  /** To be made before the run is started. */
  constructor(private readonly home: string) {
    this.#runs = path.join(home, 'runs');
    mkdirSync(this.#runs, { recursive: true });
    const { uid, gid } = statSync(home);
    chownSync(this.#runs, uid, gid); // where the run is another user's
    this.#known = new Set(readdirSync(this.#runs));
  }

  /** Null while it has not begun. */
  get id(): string | null {
    return readdirSync(this.#runs).find((name) => !this.#known.has(name)) ?? null;
  }

  get records(): JournalRecord[] {
    return this.id === null ? [] : readRecords(journalOf(this.home, this.id));
  }

  /** Waits until its journal is that far. @throws Error with what was printed, when the call ends before */
  async reaches(running: Running, ready: Ready): Promise<void> {
    const over = new AbortController();
    void running.ended.then(() => over.abort());
    try {
      await watched(this.#runs, () => this.id !== null, over.signal);
      await watched(path.join(this.#runs, this.id ?? ''), () => ready(this.records), over.signal);
    } catch (error) {
      if (!over.signal.aborted) throw error;
      const { stdout, stderr } = await running.ended;
      throw new Error(`the run ended before its journal was that far:\n${stdout}${stderr}`, { cause: error });
    }
  }

  /** Stops the process when its journal is that far, lets something happen behind its back, and lets it go on. */
  async disturb(running: Running, ready: Ready, act: () => unknown): Promise<void> {
    await this.reaches(running, ready);
    await pauseWhile(running, act);
  }
}

/** Waits until `ready` holds, asked again whenever something in the folder changes. */
async function watched(folder: string, ready: () => boolean, signal: AbortSignal): Promise<void> {
  const watcher = watch(folder);
  try {
    while (!ready()) await once(watcher, 'change', { signal });
  } finally {
    watcher.close();
  }
}
