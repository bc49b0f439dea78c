import { createContext } from 'svelte';
import type { PendingUndo, RunRecord } from '../../shared/run';
import { Find } from './find.svelte';
import { Notices } from './notices.svelte';
import { Person } from './person.svelte';
import { PostOffices } from './postoffices.svelte';
import { Repairs } from './repairs.svelte';
import { Restores } from './restores.svelte';
import { Router } from './router.svelte';
import { Runs } from './runs.svelte';
import { ThemeChoice } from './theme.svelte';
import { Vaults } from './vaults.svelte';
import { Wizard } from './wizard.svelte';

/** Everything the window knows, made once and handed to all screens. */
export class Stores {
  readonly router = new Router();
  readonly theme = new ThemeChoice();
  readonly notices = new Notices();
  readonly vaults = new Vaults();
  readonly runs = new Runs(() => this.#runEnded());
  readonly postOffices = new PostOffices(() => this.runs.running);
  readonly repairs = new Repairs();
  readonly restores = new Restores();
  readonly person = new Person();
  readonly find = new Find();
  readonly wizard = new Wizard(this.runs);

  /** Fetches everything once and keeps it up by events until the returned function is called. */
  start(): () => void {
    const { postOffices, vaults, runs, repairs, restores, find } = this;
    const stops = [postOffices, vaults, runs, repairs, restores, find].map((store) => store.listen());
    void this.notices.load().then(() => {
      if (this.notices.info) this.theme.begin(this.notices.info.theme);
    });
    void this.postOffices.load();
    void this.vaults.load();
    void this.runs.load();
    void this.repairs.load();
    void this.restores.load();
    return () => stops.forEach((stop) => stop());
  }

  /** Opens the guided backup, with the post office chosen if it is known. */
  beginBackup(postOfficeId: string | null): void {
    this.wizard.begin(postOfficeId);
    this.router.go({ screen: 'backup' });
  }

  /**
   * Opens the guided backup at the plan that goes on from a run that was cut short. Where its vault is not to be had now,
   * the vault is chosen first.
   */
  async goOn({ postOfficeId, vault, method }: RunRecord): Promise<void> {
    this.wizard.begin(postOfficeId);
    this.wizard.method = method ?? 'linear';
    const there = this.vaults.rows.find(({ path, available }) => path === vault && available);
    this.wizard.vaultId = there?.id ?? null;
    const planned = this.wizard.goTo(there ? 'plan' : 'vault');
    this.router.go({ screen: 'backup' });
    await planned;
  }

  /** Removes what a run that was cut short has left in its vault. */
  async removeUnfinished(runId: string): Promise<void> {
    await this.runs.removeUnfinished(runId);
    this.#runEnded();
  }

  /** What is still to undo and is no offer to go on: an unfinished bag of a run that was cut short is one. */
  get alarmingUndos(): readonly PendingUndo[] {
    if (!this.runs.loaded) return [];
    return this.notices.undos.filter(({ runId }) => !this.runs.resumable.some(({ id }) => id === runId));
  }

  #runEnded(): void {
    void this.postOffices.load();
    void this.vaults.load();
    void this.notices.loadUndos();
  }
}

export const [useStores, provideStores] = createContext<Stores>();
