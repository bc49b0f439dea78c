import { mkdir } from 'node:fs/promises';
import { writeFile as writeAtomically } from 'atomically';
import type { Finding } from '../../shared/finding';
import type { Plan, RunProgress, RunRecord } from '../../shared/run';
import { findingNow, failureOf, isCancel, isCutShort, verdictOf } from './findings';
import { JournalFold } from './fold';
import { runFiles, type RunFiles } from './folders';
import { Journal } from './journal';
import { takeLock } from './lock';
import { thisOwner } from './owner';
import { unlessAbandoned } from './patience';
import { programsRest } from './program';
import { Coalesced, Meter } from './progress';
import type { RunContext, Step, UndoHandlers } from './step';
import { runUndos } from './undo';

/** How long programs that a cancelled step had started are waited for before anything is taken back, ms. */
const PROGRAMS_MS = 60_000;

/** What a run needs to be carried out. */
export interface RunRequest {
  readonly home: string;
  readonly runId: string;
  readonly plan: Plan;
  readonly steps: readonly Step[];
  /** Lets go of what the steps work with (threads, handles); called once however the run ends. */
  readonly release?: () => Promise<void>;
  readonly undoHandlers: UndoHandlers;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
  /** Called when it starts, when something was found, and when it has ended. */
  readonly onChange: (record: RunRecord) => void;
}

/**
 * Carries out a plan: every step in order, its undo on the disk before it acts, everything taken back in reverse order
 * however the run ends, and the verdict computed from what was found. Never throws for what a step does; what went
 * wrong is in the record.
 *
 * @throws system errors when not even the journal can be made; nothing was done then
 */
export async function carryOut(request: RunRequest): Promise<RunRecord> {
  const files = runFiles(request.home, request.runId);
  await mkdir(files.folder, { recursive: true });
  const lock = await takeLock(files.lock);
  if ('held' in lock) throw new Error(`run ${request.runId} is already being carried out`);
  try {
    const fold = new JournalFold();
    const journal = await Journal.open(files.journal, (record) => fold.add(record));
    try {
      await journal.append({
        type: 'plan',
        runId: request.runId,
        owner: thisOwner(),
        plan: request.plan,
      });
      const run = new Run(request, journal, fold);
      run.changed();
      await run.takeSteps();
      return await finish(files, fold);
    } finally {
      await journal.close().catch(() => undefined);
    }
  } finally {
    await lock.release();
  }
}

/** Writes the summary that listings read, from the journal's fold. */
export async function finish(files: RunFiles, fold: JournalFold): Promise<RunRecord> {
  const record = fold.record();
  if (!record) throw new Error('a run without a plan');
  // The journal is the truth; a summary that cannot be written is made again when it is asked for.
  await writeAtomically(files.summary, JSON.stringify(record)).catch(() => undefined);
  return record;
}

class Run {
  readonly #meter = new Meter();
  readonly #progress: Coalesced<RunProgress>;
  #index = 0;
  #undoIds = 0;

  constructor(
    private readonly request: RunRequest,
    private readonly journal: Journal,
    private readonly fold: JournalFold,
  ) {
    this.#progress = new Coalesced(request.onProgress);
  }

  changed(): void {
    const record = this.fold.record();
    if (record) this.request.onChange(record);
  }

  async takeSteps(): Promise<void> {
    let ending: 'done' | 'failed' | 'cancelled' = 'done';
    let cutShort = false;
    try {
      for (const [index, step] of this.request.steps.entries()) await this.#take(step, index);
    } catch (error) {
      ending = isCancel(error) || this.request.signal.aborted ? 'cancelled' : 'failed';
      const stage = this.request.steps[this.#index]?.stage ?? 'check';
      const { code, stage: where, params } = failureOf(error, stage);
      if (ending === 'failed') this.#found(findingNow(code, 'error', where, params));
      else this.#found(findingNow('cancelled', 'info', where));
      cutShort = ending === 'failed' && isCutShort(code) && this.fold.worthKeeping;
    }
    this.#progress.flush();
    await this.request.release?.().catch(() => undefined);
    if (this.request.signal.aborted) await programsRest(PROGRAMS_MS);
    await this.#takeBack(cutShort);
    await this.journal
      .append({ type: 'end', verdict: verdictOf(ending, this.fold.findings), cutShort })
      .catch(() => undefined);
    this.changed();
  }

  async #take(step: Step, index: number): Promise<void> {
    this.request.signal.throwIfAborted();
    this.#index = index;
    this.#meter.reset();
    this.journal.note({ type: 'step-start', index, step: step.plan.id });
    const undo = await step.undo?.(this.request.runId);
    if (undo) await this.journal.append({ type: 'undo', undoId: this.#undoIds++, keep: false, ...undo });
    await unlessAbandoned(step.run(this.#context()), this.request.signal);
    await this.journal.append({ type: 'step-end', index, step: step.plan.id });
  }

  async #takeBack(cutShort: boolean): Promise<void> {
    const pending = cutShort ? this.fold.pendingAtOnce : this.fold.pendingUndos;
    const outcomes = await runUndos(pending, this.request.undoHandlers, this.journal);
    for (const { undo, ok } of outcomes) {
      if (ok) continue;
      const params = { ...undo.params, action: undo.action, reason: undo.lastError };
      this.#found(findingNow('undo-failed', 'error', 'undo', params));
    }
  }

  #found(finding: Finding): void {
    this.journal.note({ type: 'finding', finding });
    this.changed();
  }

  #context(): RunContext {
    const { fold, journal, request } = this;
    return {
      runId: request.runId,
      signal: request.signal,
      get findings() {
        return fold.findings;
      },
      get facts() {
        return fold.facts;
      },
      finding: (finding) => this.#found({ ...finding, at: new Date().toISOString() }),
      note: (kind, data) => journal.note({ type: 'note', kind, data }),
      sync: () => journal.sync(),
      setFacts: (facts) => {
        journal.note({ type: 'facts', facts });
        this.changed();
      },
      takeBack: async (actions) => {
        const pending = fold.pendingUndos.filter(({ action }) => actions.includes(action));
        const outcomes = await runUndos(pending, request.undoHandlers, journal);
        return outcomes.every(({ ok }) => ok);
      },
      intend: (facts) => journal.append({ type: 'intent', facts }),
      progress: (progress) => {
        this.#meter.sample(progress.bytesDone);
        this.#progress.push({
          ...progress,
          runId: request.runId,
          step: this.#index,
          bytesPerSecond: this.#meter.rate(),
          etaMs: this.#meter.etaMs(progress.bytes),
          findings: fold.findings.length,
        });
      },
    };
  }
}
