import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { blocks } from '../../shared/blocking';
import type { Finding } from '../../shared/finding';
import type { PendingUndo, Plan, RunProgress, RunRecord } from '../../shared/run';
import { Cancelled, PostbagError } from '../run/errors';
import { isRunId, newRunId, runFiles } from '../run/folders';
import { takeLock, type Lock } from '../run/lock';
import { realPath } from '../run/real-path';
import { dropKept, pendingUndos, readPlan, readRun, recoverRuns, runIds } from '../run/recovery';
import { carryOut } from '../run/runner';
import { wasExchanged } from '../restore/online/recorded';
import type { Step, WasDone } from '../run/step';
import type { Wish } from '../run/wishes';
import type { Unfinished } from '../backup/unfinished';
import type { Tools } from '../backup/work';
import { endToolsLeftBy } from '../tools/marked';
import { wasSealed } from '../vault/partial-bag';
import { undoHandlers } from './undo-handlers';
import type { EngineEvents } from './events';

const wasDone: WasDone = async (intended, runId) =>
  (await wasSealed(intended, runId)) || (await wasExchanged(intended, runId));

/** Takes back what dead runs left behind, and tries again what could not be taken back before. */
export async function recover(home: string): Promise<Finding[]> {
  const findings = await recoverRuns(home, undoHandlers, wasDone, endToolsLeftBy);
  await forgetTaken(home);
  return findings;
}

/** An unfinished bag that another run took over, or that somebody removed, is nothing to go on from any more. */
async function forgetTaken(home: string): Promise<void> {
  for (const runId of await runIds(home)) {
    const record = await readRun(home, runId);
    if (!record?.resumable) continue;
    const folder = unfinishedFolder(record);
    if (folder === null || (await isThere(folder))) continue;
    // The place of a drive that is not connected stays, and is empty: then nobody can say.
    if (await isThere(path.dirname(folder))) await dropKept(home, runId, undoHandlers);
  }
}

function unfinishedFolder(record: RunRecord): string | null {
  const undo = record.pendingUndos.find(({ action }) => action === 'remove-partial-bag');
  return undo ? String(undo.params['folder']) : null;
}

async function isThere(folder: string): Promise<boolean> {
  return await access(folder).then(
    () => true,
    () => false,
  );
}

/** A plan that waits for a person's word. Its steps are made when it starts, with the run's own id and time. */
export interface Prepared {
  readonly plan: Plan;
  /** Absolute path of the post office that must not be worked on twice at a time; null when none is touched. */
  readonly claims: string | null;
  readonly makeJob: (runId: string, startedAt: Date) => RunJob;
  /** Called when the run has ended, whichever way. */
  readonly after?: (record: RunRecord) => Promise<void>;
}

/** What one run works with. */
export interface RunJob {
  readonly steps: readonly Step[];
  /** Lets go of threads and handles, however the run ends. */
  readonly release?: () => Promise<void>;
  /** Tells a run that holds what a person wants. @returns false when it does not hold now */
  readonly wish?: (wish: Wish) => boolean;
}

interface Active {
  /** As in `Prepared`. */
  readonly claims: string | null;
  readonly controller: AbortController;
  readonly ended: Promise<RunRecord>;
  job: RunJob | null;
  record: RunRecord | null;
  progress: RunProgress | null;
}

/** Plans that were shown, runs that are under way, and the history. */
export class Runs {
  readonly #prepared = new Map<string, Prepared>();
  readonly #active = new Map<string, Active>();
  readonly #finished = new Map<string, RunRecord>();

  constructor(
    private readonly home: string,
    readonly tools: Tools,
    private readonly events: EngineEvents,
  ) {}

  /** Remembers a plan until it is started; the newest fifty are enough for any number of windows. */
  prepare(prepared: Prepared): Plan {
    this.#prepared.set(prepared.plan.id, prepared);
    const oldest = [...this.#prepared.keys()][0];
    if (this.#prepared.size > 50 && oldest !== undefined) this.#prepared.delete(oldest);
    return prepared.plan;
  }

  /**
   * Starts a plan; a plan can be started once.
   * @throws PostbagError `plan-unknown`, `already-running`, or what the plan found that stops it; system errors
   * when the journal cannot be made, and then nothing was done
   */
  async start(planId: string): Promise<{ runId: string; ended: Promise<RunRecord> }> {
    const prepared = this.#prepared.get(planId);
    if (!prepared) throw new PostbagError('request', 'plan-unknown');
    const blocking = prepared.plan.findings.find(blocks);
    if (blocking) throw new PostbagError(blocking.stage, blocking.code, blocking.params);
    const lock = await this.#claim(prepared.claims, prepared.plan.postOffice);
    this.#prepared.delete(planId);
    const startedAt = new Date();
    const runId = newRunId(startedAt);
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const active: Active = {
      claims: prepared.claims,
      controller: new AbortController(),
      job: null,
      record: null,
      progress: null,
      ended: Promise.resolve().then(() => this.#carryOut(runId, startedAt, prepared, lock, begin)),
    };
    this.#active.set(runId, active);
    active.ended.catch(() => undefined); // whoever waits for it hears of it; nobody has to
    // Who is given a run's id can ask for its record at once; and a run that cannot even begin is an error here.
    await Promise.race([begun, active.ended]);
    return { runId, ended: active.ended };
  }

  async #carryOut(
    runId: string,
    startedAt: Date,
    prepared: Prepared,
    lock: Lock | null,
    begin: () => void,
  ): Promise<RunRecord> {
    try {
      const active = this.#active.get(runId);
      if (!active) throw new Error('a run that was never entered');
      const { steps, ...job } = prepared.makeJob(runId, startedAt);
      active.job = { steps, ...job };
      const record = await carryOut({
        home: this.home,
        runId,
        plan: prepared.plan,
        steps,
        ...(job.release && { release: job.release }),
        undoHandlers,
        signal: active.controller.signal,
        onProgress: (progress) => {
          active.progress = progress;
          this.events.emit('run-progress', progress);
        },
        onChange: (record) => {
          active.record = record;
          begin();
          this.events.emit('run-changed', record);
        },
      });
      await prepared.after?.(record);
      return record;
    } finally {
      await lock?.release();
      this.#active.delete(runId);
      this.events.emit('bags-changed', null);
      this.events.emit('post-offices-changed', null);
    }
  }

  /** One run at a time for a post office, by where it really lies. */
  async #claim(claims: string | null, postOffice: string): Promise<Lock | null> {
    if (claims === null) return null;
    const place = await realPath(claims).catch(() => path.resolve(claims));
    const folded = process.platform === 'linux' ? place : place.toLowerCase();
    const key = createHash('sha256').update(folded).digest('hex').slice(0, 32);
    const lock = await takeLock(path.join(this.home, 'locks', `${key}.lock`));
    if (!('held' in lock)) return lock;
    throw new PostbagError('check', 'already-running', {
      postOffice,
      pid: String(lock.held.pid),
      since: lock.held.since,
    });
  }

  /**
   * Does something small while no run works on a folder, here or in another process.
   * @param place absolute @throws PostbagError `already-running`
   */
  async exclusively<T>(place: string, postOffice: string, work: () => Promise<T>): Promise<T> {
    const lock = await this.#claim(place, postOffice);
    try {
      return await work();
    } finally {
      await lock?.release();
    }
  }

  /** The run of this process that works on a folder, if any. @param place absolute */
  runningOn(place: string): string | null {
    return [...this.#active].find(([, { claims }]) => claims === place)?.[0] ?? null;
  }

  cancel(runId: string): void {
    this.#active.get(runId)?.controller.abort(new Cancelled('cancelled by a person'));
  }

  /** @throws PostbagError `run-not-holding` */
  wish(runId: string, wish: Wish): void {
    if (this.#active.get(runId)?.job?.wish?.(wish) === true) return;
    throw new PostbagError('request', 'run-not-holding', { runId });
  }

  /** Removes what a run that was cut short left to be gone on with. @throws PostbagError `nothing-unfinished` */
  async removeUnfinished(runId: string): Promise<void> {
    const record = await this.record(runId);
    if (!record.resumable) throw new PostbagError('request', 'nothing-unfinished', { runId });
    await this.dropUnfinished(runId);
    const left = (await this.record(runId)).pendingUndos[0];
    if (!left) return;
    const params = { folder: String(left.params['folder']), action: left.action, reason: left.lastError };
    throw new PostbagError('undo', 'undo-failed', params);
  }

  async dropUnfinished(runId: string): Promise<void> {
    this.#finished.delete(runId);
    await dropKept(this.home, runId, undoHandlers);
    this.events.emit('run-changed', await this.record(runId));
  }

  /** The newest run of a post office and vault that was cut short and left something to go on from. */
  async unfinished(postOfficeId: string, vault: string): Promise<Unfinished | null> {
    const same = (record: RunRecord): boolean =>
      record.resumable !== null && record.postOfficeId === postOfficeId && record.vault === vault;
    for (const record of (await this.list()).filter(same)) {
      const folder = unfinishedFolder(record);
      if (!record.resumable || folder === null || !(await isThere(folder))) continue;
      const { files, bytes } = record.resumable;
      return { runId: record.id, folder, journals: await this.#journalsOf(record), files, bytes };
    }
    return null;
  }

  /** Takes back what older runs of a post office and vault left to be gone on with, since a newer one needs none of it. */
  async dropOlder({ id, postOfficeId, vault }: RunRecord): Promise<void> {
    for (const record of await this.list()) {
      if (!record.resumable || record.id >= id) continue;
      if (record.postOfficeId === postOfficeId && record.vault === vault)
        await this.dropUnfinished(record.id);
    }
  }

  /** The journals of a run and of those that it went on from, oldest first. */
  async #journalsOf(record: RunRecord): Promise<string[]> {
    const own = this.journalOf(record.id);
    const from = record.kept?.from;
    if (from === undefined || !isRunId(from) || from >= record.id) return [own];
    const older = await this.record(from).catch(() => null);
    return older ? [...(await this.#journalsOf(older)), own] : [own];
  }

  /** Cancels everything and waits until all of it was taken back. */
  async cancelAll(): Promise<void> {
    const all = [...this.#active.entries()];
    for (const [runId] of all) this.cancel(runId);
    await Promise.allSettled(all.map(([, { ended }]) => ended));
  }

  get activeRunIds(): string[] {
    return [...this.#active.keys()];
  }

  /** The run that works on a post office in this process, if any. */
  runningFor(postOfficeId: string): string | null {
    for (const [runId, { record }] of this.#active) {
      if (record?.kind === 'backup' && record.postOfficeId === postOfficeId) return runId;
    }
    return null;
  }

  progress(runId: string): RunProgress | null {
    return this.#active.get(runId)?.progress ?? null;
  }

  /** @throws PostbagError `run-unknown` */
  async record(runId: string): Promise<RunRecord> {
    const known = this.#active.get(runId)?.record ?? this.#finished.get(runId);
    if (known) return known;
    const record = isRunId(runId) ? await readRun(this.home, runId) : null;
    if (!record) throw new PostbagError('request', 'run-unknown', { runId });
    // What has ended and owes nothing does not change any more.
    if (record.endedAt !== null && record.pendingUndos.length === 0) this.#finished.set(runId, record);
    return record;
  }

  /** What a run set out to do. @throws PostbagError `run-unknown` */
  async plan(runId: string): Promise<Plan> {
    const plan = await readPlan(this.journalOf(runId));
    if (!plan) throw new PostbagError('request', 'run-unknown', { runId });
    return plan;
  }

  /** All runs, newest first. */
  async list(): Promise<RunRecord[]> {
    const records: RunRecord[] = [];
    for (const runId of await runIds(this.home)) {
      const record = await this.record(runId).catch(() => null);
      if (record) records.push(record);
    }
    return records;
  }

  journalOf(runId: string): string {
    if (!isRunId(runId)) throw new PostbagError('request', 'run-unknown', { runId });
    return runFiles(this.home, runId).journal;
  }

  async pendingUndos(): Promise<PendingUndo[]> {
    return await pendingUndos(this.home);
  }

  async retryUndos(): Promise<PendingUndo[]> {
    await recover(this.home);
    return await this.pendingUndos();
  }
}
