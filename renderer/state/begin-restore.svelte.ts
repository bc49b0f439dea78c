import { blocks } from '../../shared/blocking';
import { proceduresFor, type ProcedureId } from '../../shared/procedures';
import type { RestorePurpose } from '../../shared/proof';
import type { Plan } from '../../shared/run';
import type { BagRow } from '../../shared/views';
import { ask } from './bridge';
import { Resource } from './resource.svelte';
import type { Runs } from './runs.svelte';
import { Task } from './task.svelte';

/** The choices with which a restore or a proof of a bag is begun, and the plan of verifying and staging it. */
export class BeginRestore {
  purpose = $state<RestorePurpose>('prove');
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

  constructor(
    private readonly bag: () => BagRow,
    private readonly runs: Runs,
  ) {
    this.#plan = new Resource<Plan | null>(
      () => ask('planRestore', { bagId: this.bag().id, purpose: this.purpose, procedure: this.procedure }),
      null,
    );
  }

  /** The repair procedures that fit the bag, the usual one first. */
  get procedures(): readonly ProcedureId[] {
    const { format, practice } = this.bag();
    return format === null ? [] : proceduresFor(format, practice);
  }

  begin(purpose: RestorePurpose): void {
    this.purpose = purpose;
    this.procedure = null;
    this.starting.forget();
    void this.makePlan();
  }

  /** Plans (again) with what is chosen; nothing is touched by it. */
  async makePlan(): Promise<void> {
    this.#making++;
    await this.#plan.load();
    this.#making--;
  }

  /** @returns the id of the run, which is that of the restore too; null when it did not start */
  async start(): Promise<string | null> {
    const { plan } = this;
    if (!plan || !this.mayStart) return null;
    let runId: string | null = null;
    await this.starting.do(async () => {
      runId = await this.runs.start(plan);
    });
    return runId;
  }

  /**
   * Lets the machine go as far as it can by itself.
   * @returns the id of the restore; null when it did not start
   */
  async startDrill(): Promise<string | null> {
    let id: string | null = null;
    await this.starting.do(async () => {
      ({ id } = await ask('startDrill', { bagId: this.bag().id }));
    });
    return id;
  }
}
