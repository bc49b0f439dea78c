import { blocks } from '../../shared/blocking';
import { GroupId } from '../../shared/postoffice';
import type { Plan } from '../../shared/run';
import type { ChosenFolder } from '../../shared/views';
import { ask } from './bridge';
import { Resource } from './resource.svelte';
import type { Runs } from './runs.svelte';
import { Task } from './task.svelte';

/** Which files of a bag are to be copied out, where to, and the plan of it. */
export class CopyOutDraft {
  which = $state<'all' | 'some'>('all');
  groups = $state.raw<readonly GroupId[]>([]);
  folder = $state.raw<ChosenFolder | null>(null);
  readonly #plan: Resource<Plan | null>;
  /** Plans that are being made; only the newest counts. */
  #making = $state(0);
  readonly #choosing = new Task();
  readonly starting = new Task();

  readonly ready = $derived.by(
    () => this.folder !== null && (this.which === 'all' || this.groups.length > 0),
  );
  readonly planning = $derived.by(() => this.#making > 0);
  readonly failure = $derived.by(() =>
    this.planning ? null : (this.#choosing.failure ?? (this.ready ? this.#plan.failure : null)),
  );
  readonly plan = $derived.by(() =>
    this.planning || !this.ready || this.#plan.failure !== null ? null : this.#plan.value,
  );
  readonly blockers = $derived.by(() => this.plan?.findings.filter(blocks).length ?? 0);
  readonly mayStart = $derived.by(() => this.plan !== null && this.blockers === 0);

  constructor(
    private readonly bagId: () => string,
    private readonly runs: Runs,
  ) {
    this.#plan = new Resource<Plan | null>(async () => {
      if (this.folder === null) return null;
      const groups = this.which === 'all' ? null : [...this.groups];
      return await ask('planCopyOut', { bagId: this.bagId(), folderId: this.folder.id, groups });
    }, null);
  }

  /** Forgets what was chosen before. */
  begin(): void {
    this.which = 'all';
    this.groups = [];
    this.folder = null;
    this.#choosing.forget();
    this.starting.forget();
  }

  chooseWhich(which: 'all' | 'some'): void {
    this.which = which;
    void this.makePlan();
  }

  /** Groups stay in copy order, whatever the order in which they are chosen. */
  setGroup(id: GroupId, chosen: boolean): void {
    this.groups = GroupId.options.filter((one) => (one === id ? chosen : this.groups.includes(one)));
    void this.makePlan();
  }

  async choose(): Promise<void> {
    await this.#choosing.do(async () => {
      this.folder = (await ask('chooseFolder', { purpose: 'landing' })) ?? this.folder;
    });
    await this.makePlan();
  }

  /** Plans (again) with what is chosen, as soon as that is enough; nothing is touched by it. */
  async makePlan(): Promise<void> {
    if (!this.ready) return;
    this.#making++;
    await this.#plan.load();
    this.#making--;
  }

  /** @returns the id of the run; null when it did not start */
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
