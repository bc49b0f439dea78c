import { blocks } from '../../shared/blocking';
import type { Plan } from '../../shared/run';
import type { ChosenFolder } from '../../shared/views';
import { ask } from './bridge';
import type { OpenRestore } from './open-restore.svelte';
import { Task } from './task.svelte';

/** Where a copy is to be brought online, and the plan of it. */
export class OnlineDraft {
  /** Null: the place of the post office on the list. */
  folder = $state.raw<ChosenFolder | null>(null);
  plan = $state.raw<Plan | null>(null);
  planning = $state(false);
  starting = $state(false);
  readonly working = new Task();

  readonly blockers = $derived.by(() => this.plan?.findings.filter(blocks).length ?? 0);
  /** Who is connected there cannot be seen, and nobody has said yet that nobody is. */
  readonly notSeen = $derived.by(
    () => this.plan?.findings.some((one) => one.code === 'target-not-seen' && blocks(one)) ?? false,
  );

  constructor(private readonly restore: OpenRestore) {}

  /** Lets a person choose another folder; a plan for the place before is no longer shown. */
  async choose(): Promise<void> {
    await this.working.do(async () => {
      const folder = await ask('chooseFolder', { purpose: 'target' });
      if (!folder) return;
      this.folder = folder;
      this.plan = null;
    });
  }

  useOwn(): void {
    this.folder = null;
    this.plan = null;
  }

  /** Plans (again); nothing is touched by it. */
  async makePlan(): Promise<void> {
    this.planning = true;
    await this.working.do(async () => {
      this.plan = null;
      this.plan = await ask('planOnline', { id: this.restore.id, folderId: this.folder?.id ?? null });
    });
    this.planning = false;
  }

  async start(): Promise<void> {
    const { plan } = this;
    if (!plan) return;
    this.starting = true;
    await this.working.do(() => this.restore.start(plan));
    this.starting = false;
  }
}
