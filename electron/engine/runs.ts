import { createHash } from 'node:crypto';
import path from 'node:path';
import { blocks } from '../../shared/blocking';
import type { Finding } from '../../shared/finding';
import type { PendingUndo, Plan, RunProgress, RunRecord } from '../../shared/run';
import { Cancelled, PostbagError } from '../run/errors';
import { isRunId, newRunId, runFiles } from '../run/folders';
import { takeLock, type Lock } from '../run/lock';
import { realPath } from '../run/real-path';
import { pendingUndos, readPlan, readRun, recoverRuns, runIds } from '../run/recovery';
import { carryOut } from '../run/runner';
import type { Step, UndoHandlers } from '../run/step';
import type { Tools } from '../backup/work';
import { removePartialBag, wasSealed } from '../vault/partial-bag';
import type { EngineEvents } from './events';

/** How each kind of undo is done; the one list of them. */
const undoHandlers: UndoHandlers = { 'remove-partial-bag': removePartialBag };

/** Takes back what dead runs left behind, and tries again what could not be taken back before. */
export async function recover(home: string): Promise<Finding[]> {
  return await recoverRuns(home, undoHandlers, wasSealed);
}

/** A plan that waits for a person's word. Its steps are made when it starts, with the run's own id and time. */
export interface Prepared {
  readonly plan: Plan;
  /** Absolute path of the post office that must not be worked on twice at a time; null when none is touched. */
  readonly claims: string | null;
  readonly makeSteps: (runId: string, startedAt: Date) => Step[];
}

interface Active {
  readonly controller: AbortController;
  readonly ended: Promise<RunRecord>;
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
    const lock = await this.#claim(prepared);
    this.#prepared.delete(planId);
    const startedAt = new Date();
    const runId = newRunId(startedAt);
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const active: Active = {
      controller: new AbortController(),
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
      return await carryOut({
        home: this.home,
        runId,
        plan: prepared.plan,
        steps: prepared.makeSteps(runId, startedAt),
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
    } finally {
      await lock?.release();
      this.#active.delete(runId);
      this.events.emit('bags-changed', null);
      this.events.emit('post-offices-changed', null);
    }
  }

  /** One run at a time for a post office, by where it really lies. */
  async #claim({ claims, plan }: Prepared): Promise<Lock | null> {
    if (claims === null) return null;
    const place = await realPath(claims).catch(() => path.resolve(claims));
    const folded = process.platform === 'linux' ? place : place.toLowerCase();
    const key = createHash('sha256').update(folded).digest('hex').slice(0, 32);
    const lock = await takeLock(path.join(this.home, 'locks', `${key}.lock`));
    if (!('held' in lock)) return lock;
    throw new PostbagError('check', 'already-running', {
      postOffice: plan.postOffice,
      pid: String(lock.held.pid),
      since: lock.held.since,
    });
  }

  cancel(runId: string): void {
    this.#active.get(runId)?.controller.abort(new Cancelled('cancelled by a person'));
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
