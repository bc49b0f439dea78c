import { blocks } from '../../shared/blocking';
import { proceduresFor, type ProcedureId } from '../../shared/procedures';
import type { Plan } from '../../shared/run';
import type { BagRow } from '../../shared/views';
import { Resource } from './resource.svelte';
import type { Runs } from './runs.svelte';
import { Task } from './task.svelte';

/** Something that is begun from a bag: its plan, made anew whenever something else is chosen, and starting it. */
export class PlannedStart {
  /** Null: the usual one, as the post office has it. */
  procedure = $state<ProcedureId | null>(null);
  readonly #plan: Resource<Plan | null>;
  /** Plans that are being made; only the newest counts. */
  #making = $state(0);
  readonly starting = new Task();

  readonly planning = $derived(this.#making > 0);
  readonly failure = $derived.by(() => (this.planning ? null : this.#plan.failure));
  readonly plan = $derived.by(() => (this.planning || this.#plan.failure !== null ? null : this.#plan.value));
  readonly blockers = $derived(this.plan?.findings.filter(blocks).length ?? 0);
  readonly mayStart = $derived(this.plan !== null && this.blockers === 0);

  /** @param ask makes the plan of what is chosen */
  constructor(
    protected readonly bag: () => BagRow,
    private readonly runs: Runs,
    ask: () => Promise<Plan>,
  ) {
    this.#plan = new Resource<Plan | null>(ask, null);
  }

  /** The repair procedures that fit the bag, the usual one first. */
  get procedures(): readonly ProcedureId[] {
    const { format, practice } = this.bag();
    return format === null ? [] : proceduresFor(format, practice);
  }

  /** Plans (again) with what is chosen; nothing is touched by it. */
  async makePlan(): Promise<void> {
    this.#making++;
    await this.#plan.load();
    this.#making--;
  }

  /** @returns the id of the run, which is that of the repair and restore too; null when it did not start */
  async start(): Promise<string | null> {
    const { plan } = this;
    if (!plan || !this.mayStart) return null;
    let runId: string | null = null;
    await this.starting.do(async () => {
      runId = await this.runs.start(plan);
    });
    return runId;
  }

  /** Forgets what was chosen before, and plans what is usual. */
  protected beginAnew(): void {
    this.procedure = null;
    this.starting.forget();
    void this.makePlan();
  }
}
