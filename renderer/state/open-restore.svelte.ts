import { blocks } from '../../shared/blocking';
import type { Answer, Overrule, RestoreView } from '../../shared/proof';
import type { Failure } from '../../shared/result';
import type { Plan } from '../../shared/run';
import { ask, listen, RequestFailed } from './bridge';
import { Resource } from './resource.svelte';
import type { Runs } from './runs.svelte';

/** One restore while a screen shows it; the one source of what that screen says. */
export class OpenRestore {
  readonly #view: Resource<RestoreView | null>;
  readonly view = $derived.by(() => this.#view.value);
  readonly failure = $derived.by(() => this.#view.failure);
  #last: Promise<unknown> = Promise.resolve();
  /** The last run that worked on it since the screen is shown. */
  #lastRun = $state<string | null>(null);
  /** What ended that run; what the checks found is said by the checks themselves. */
  readonly ranInto = $derived.by((): Failure | null => {
    const record = this.#lastRun === null ? undefined : this.runs.byId(this.#lastRun);
    if (record?.verdict !== 'failed') return null;
    return (
      record.findings.find(({ severity, code }) => severity === 'error' && code !== 'check-failed') ?? null
    );
  });

  constructor(
    readonly id: string,
    private readonly runs: Runs,
  ) {
    this.#view = new Resource<RestoreView | null>(() => ask('restore', { id }), null);
  }

  get loaded(): boolean {
    return this.#view.loaded;
  }

  async load(): Promise<void> {
    await this.#view.load();
    this.#lastRun = this.view?.runId ?? this.#lastRun;
  }

  /** Fetches it now and whenever it changes, until the returned function is called. */
  watch(): () => void {
    void this.load();
    const itsOwn = ({ id }: { id: string }): void => {
      if (id === this.id) void this.load();
    };
    const stops = [
      listen('restore-changed', itsOwn),
      listen('repair-changed', itsOwn),
      listen('run-changed', ({ kind }) => {
        if (kind !== 'backup' && kind !== 'verify' && kind !== 'copy-out') void this.load();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /**
   * Starts what was planned.
   * @throws RequestFailed also when the plan says that it cannot be run now
   */
  async start(plan: Plan): Promise<void> {
    const blocker: Failure | undefined = plan.findings.find(blocks);
    if (blocker) throw new RequestFailed('startRun', blocker);
    this.#lastRun = await this.runs.start(plan);
    await this.load();
  }

  /** Has the copy checked by the machine. */
  async check(): Promise<void> {
    await this.start(await ask('planChecks', { id: this.id }));
  }

  async swapBack(): Promise<void> {
    await this.start(await ask('planSwapBack', { id: this.id }));
  }

  /** Goes on against advice. */
  async overrule(what: Overrule['what'], reason: string, by: string): Promise<void> {
    await ask('overrule', { id: this.id, what, reason, by });
    await this.load();
  }

  /** Keeps an answer at once; null takes it back. */
  async answer(item: string, answer: Answer | null, note: string, by: string): Promise<void> {
    await this.#inTurn(() => ask('answerItem', { id: this.id, item, answer, note, by }));
  }

  /** @returns whether a file was chosen */
  async attach(item: string): Promise<boolean> {
    // The system's dialog may stay open for long, and nothing has to wait for it.
    const attached = await ask('attachEvidence', { id: this.id, item });
    await this.load();
    return attached !== null;
  }

  async detach(item: string, name: string): Promise<void> {
    await this.#inTurn(() => ask('removeEvidence', { id: this.id, item, name }));
  }

  async sign(by: string): Promise<void> {
    await this.#inTurn(() => ask('signProof', { id: this.id, by }));
  }

  /** One after the other: a note and an answer that are typed quickly must not overtake each other. */
  async #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(change);
    this.#last = mine.catch(() => undefined);
    const changed = await mine;
    await this.load();
    return changed;
  }
}
