import { SvelteMap } from 'svelte/reactivity';
import type { GroupId } from '../../shared/postoffice';
import type { Plan, RunProgress, RunRecord } from '../../shared/run';
import { ask, listen } from './bridge';
import { asksAboutClosing, waitsForPerson } from './closing';
import { Resource } from './resource.svelte';

/** Every run: the one source of what screens say about them, kept up by events. */
export class Runs {
  readonly #list = new Resource<RunRecord[]>(() => ask('listRuns'), []);
  readonly #told = new SvelteMap<string, RunRecord>();
  readonly #progress = new SvelteMap<string, RunProgress>();
  readonly #plans = new SvelteMap<string, Plan>();
  readonly #cancelling = new SvelteMap<string, true>();

  /** Newest first. */
  readonly records = $derived(
    [...this.#told.values(), ...this.#list.value.filter(({ id }) => !this.#told.has(id))].sort((a, b) =>
      b.startedAt.localeCompare(a.startedAt),
    ),
  );
  readonly running = $derived(this.records.filter((record) => record.verdict === null));
  /** Runs that have copied everything and wait for a person's word. */
  readonly holding = $derived(this.running.filter((record) => record.holding));
  /** Runs that are closing a post office and wait for a person's word. */
  readonly asking = $derived(this.running.filter(asksAboutClosing));
  readonly waiting = $derived(this.running.filter(waitsForPerson));
  /** Runs that were cut short and can be gone on with. */
  readonly resumable = $derived(this.records.filter((record) => record.resumable !== null));

  constructor(private readonly onEnded: () => void = () => undefined) {}

  get loaded(): boolean {
    return this.#list.loaded;
  }

  get failure() {
    return this.#list.failure;
  }

  byId(runId: string): RunRecord | undefined {
    return this.#told.get(runId) ?? this.records.find((record) => record.id === runId);
  }

  progressOf(runId: string): RunProgress | undefined {
    return this.#progress.get(runId);
  }

  planOf(runId: string): Plan | undefined {
    return this.#plans.get(runId);
  }

  isCancelling(runId: string): boolean {
    return this.#cancelling.has(runId);
  }

  async load(): Promise<void> {
    await this.#list.load();
    // Runs that go on already when the window opens; those that start later tell by events.
    const running = this.#list.value.filter((record) => record.verdict === null);
    await Promise.all(running.map(({ id }) => this.#fetchProgress(id).catch(() => undefined)));
  }

  async #fetchProgress(runId: string): Promise<void> {
    const progress = await ask('runProgress', { runId });
    // An event may have told something newer meanwhile.
    if (progress && !this.#progress.has(runId)) this.#progress.set(runId, progress);
  }

  /**
   * Fetches one run with its plan and how far it is. A run that was started here is told of by an event as soon as its
   * journal is there, which may be later than this is asked.
   */
  async open(runId: string): Promise<void> {
    if (this.#plans.has(runId) && !this.#told.has(runId)) return;
    const [{ record, plan }] = await Promise.all([ask('run', { runId }), this.#fetchProgress(runId)]);
    this.#plans.set(runId, plan);
    if (!this.#told.get(runId)?.endedAt) this.#told.set(runId, record);
  }

  /** Starts what was planned. */
  async start(plan: Plan): Promise<string> {
    const { runId } = await ask('startRun', { planId: plan.id });
    this.#plans.set(runId, plan);
    return runId;
  }

  async cancel(runId: string): Promise<void> {
    this.#cancelling.set(runId, true);
    try {
      await ask('cancelRun', { runId });
    } catch (error) {
      this.#cancelling.delete(runId);
      throw error;
    }
  }

  /** Lets a run that waits go on. */
  async goOn(runId: string): Promise<void> {
    await ask('goOn', { runId });
  }

  /** Lets a run that waits disconnect everybody who is still there. */
  async disconnectAll(runId: string): Promise<void> {
    await ask('disconnectAll', { runId });
  }

  /** Has a group of a holding run copied again. */
  async redo(runId: string, group: GroupId): Promise<void> {
    await ask('redoGroup', { runId, group });
  }

  /** Lets a holding run verify and seal its bag. */
  async seal(runId: string): Promise<void> {
    await ask('sealNow', { runId });
  }

  /** Removes the unfinished bag of a run that was cut short. */
  async removeUnfinished(runId: string): Promise<void> {
    await ask('removeUnfinished', { runId });
    this.#told.set(runId, (await ask('run', { runId })).record);
  }

  listen(): () => void {
    const stops = [
      listen('run-progress', (progress) => this.#progress.set(progress.runId, progress)),
      listen('run-changed', (record) => this.#changed(record)),
      listen('bags-changed', () => void this.#lookAtResumable()),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** A newer bag takes over what older runs have left to be gone on with. */
  async #lookAtResumable(): Promise<void> {
    for (const { id } of this.resumable) {
      const found = await ask('run', { runId: id }).catch(() => null);
      if (found) this.#told.set(id, found.record);
    }
  }

  #changed(record: RunRecord): void {
    this.#told.set(record.id, record);
    if (record.verdict === null) return;
    this.#progress.delete(record.id);
    this.#cancelling.delete(record.id);
    this.onEnded();
  }
}
