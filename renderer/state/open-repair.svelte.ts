import { blocks } from '../../shared/blocking';
import type { FindingCode } from '../../shared/finding';
import type { Failure } from '../../shared/result';
import type { RepairStepView, RepairView } from '../../shared/repair';
import { ask, listen, RequestFailed } from './bridge';
import { Resource } from './resource.svelte';
import type { Runs } from './runs.svelte';

const saidElsewhere: ReadonlySet<FindingCode> = new Set<FindingCode>(['tool-not-run', 'repair-damaged']);

/** What a person says about a step, with the name it is said with. */
export interface StepWord {
  readonly step: string;
  readonly by: string;
  readonly note: string;
}

/** One repair while a screen shows it; the one source of what that screen says. */
export class OpenRepair {
  readonly #view: Resource<RepairView | null>;
  readonly view = $derived.by(() => this.#view.value);
  readonly failure = $derived.by(() => this.#view.failure);
  /** The last run that worked on it since the screen is shown. */
  #lastRun = $state<string | null>(null);
  /** What ended that run, where it is not said by the step or the copy itself. */
  readonly ranInto = $derived.by((): Failure | null => {
    const record = this.#lastRun === null ? undefined : this.runs.byId(this.#lastRun);
    if (record?.verdict !== 'failed') return null;
    return (
      record.findings.find(({ severity, code }) => severity === 'error' && !saidElsewhere.has(code)) ?? null
    );
  });
  /** The step whose turn it is. */
  readonly next = $derived(this.view?.steps.find(({ id }) => id === this.view?.next.step));

  constructor(
    readonly id: string,
    private readonly runs: Runs,
  ) {
    this.#view = new Resource<RepairView | null>(() => ask('repair', { id }), null);
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
    const stops = [
      listen('repair-changed', ({ id }) => {
        if (id === this.id) void this.load();
      }),
      listen('run-changed', ({ kind }) => {
        if (kind === 'stage' || kind === 'repair') void this.load();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /**
   * Runs the next step, or all up to the first that needs a person.
   * @throws RequestFailed also when the plan says that it cannot be run now
   */
  async run(all: boolean, typedName: string): Promise<void> {
    const plan = await ask('planRepair', { id: this.id, all, typedName });
    const blocker: Failure | undefined = plan.findings.find(blocks);
    if (blocker) throw new RequestFailed('planRepair', blocker);
    this.#lastRun = await this.runs.start(plan);
    await this.load();
  }

  async confirm(word: StepWord): Promise<void> {
    await ask('confirmStep', { id: this.id, ...word });
    await this.load();
  }

  async leaveOut(word: StepWord): Promise<void> {
    await ask('skipStep', { id: this.id, ...word });
    await this.load();
  }

  async takeBack(step: string, by: string): Promise<void> {
    await ask('takeStepBack', { id: this.id, step, by });
    await this.load();
  }

  async setLine({ id: step }: RepairStepView, line: string, remember: boolean): Promise<void> {
    await ask('setStepLine', { id: this.id, step, line, remember });
    await this.load();
  }

  /** Hands the password over; it never comes back. */
  async setPassword(password: string, keep: boolean): Promise<void> {
    await ask('setRepairPassword', { id: this.id, password, keep });
    await this.load();
  }
}
