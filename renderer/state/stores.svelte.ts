import { createContext } from 'svelte';
import { Find } from './find.svelte';
import { Notices } from './notices.svelte';
import { PostOffices } from './postoffices.svelte';
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
  readonly postOffices = new PostOffices();
  readonly vaults = new Vaults();
  readonly runs = new Runs(() => this.#runEnded());
  readonly find = new Find();
  readonly wizard = new Wizard(this.runs);

  /** Fetches everything once and keeps it up by events until the returned function is called. */
  start(): () => void {
    const stops = [this.postOffices, this.vaults, this.runs, this.find].map((store) => store.listen());
    void this.notices.load().then(() => {
      if (this.notices.info) this.theme.begin(this.notices.info.theme);
    });
    void this.postOffices.load();
    void this.vaults.load();
    void this.runs.load();
    return () => stops.forEach((stop) => stop());
  }

  /** Opens the guided backup, with the post office chosen if it is known. */
  beginBackup(postOfficeId: string | null): void {
    this.wizard.begin(postOfficeId);
    this.router.go({ screen: 'backup' });
  }

  #runEnded(): void {
    void this.postOffices.load();
    void this.vaults.load();
    void this.notices.loadUndos();
  }
}

export const [useStores, provideStores] = createContext<Stores>();
