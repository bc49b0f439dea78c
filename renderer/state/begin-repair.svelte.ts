import { blocks } from '../../shared/blocking';
import { proceduresFor, type Dialect, type ProcedureId } from '../../shared/procedures';
import type { Plan } from '../../shared/run';
import type { BagRow } from '../../shared/views';
import { ask } from './bridge';
import { Resource } from './resource.svelte';
import type { Runs } from './runs.svelte';
import { Task } from './task.svelte';

/** The choices with which a repair of a bag is begun, and the plan of making its private copy. */
export class BeginRepair {
  /** Null: the usual one, as the post office has it. */
  procedure = $state<ProcedureId | null>(null);
  dialect = $state<Dialect | null>(null);
  readonly #plan: Resource<Plan | null>;
  /** Plans that are being made; only the newest counts. */
  #making = $state(0);
  readonly starting = new Task();

  readonly planning = $derived(this.#making > 0);
  readonly failure = $derived.by(() => (this.planning ? null : this.#plan.failure));
  readonly plan = $derived.by(() => (this.planning || this.#plan.failure !== null ? null : this.#plan.value));
  readonly blockers = $derived(this.plan?.findings.filter(blocks).length ?? 0);
  readonly mayStart = $derived(this.plan !== null && this.blockers === 0);

  constructor(
    private readonly bag: () => BagRow,
    private readonly runs: Runs,
  ) {
    this.#plan = new Resource<Plan | null>(
      () => ask('planStage', { bagId: this.bag().id, procedure: this.procedure, dialect: this.dialect }),
      null,
    );
  }

  /** The procedures that fit the bag, the usual one first. */
  get procedures(): readonly ProcedureId[] {
    const { format, practice } = this.bag();
    return format === null ? [] : proceduresFor(format, practice);
  }

  begin(): void {
    this.procedure = null;
    this.dialect = null;
    this.starting.forget();
    void this.makePlan();
  }

  /** Plans (again) with what is chosen; nothing is touched by it. */
  async makePlan(): Promise<void> {
    this.#making++;
    await this.#plan.load();
    this.#making--;
  }

  /** @returns the id of the run, which is that of the repair too; null when it did not start */
  async start(): Promise<string | null> {
    const { plan } = this;
    if (!plan || !this.mayStart) return null;
    let runId: string | null = null;
    await this.starting.do(async () => {
      runId = await this.runs.start(plan);
    });
    return runId;
  }
}
