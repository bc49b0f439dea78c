import type { AppInfo } from '../../shared/views';
import type { Finding } from '../../shared/finding';
import type { PendingUndo } from '../../shared/run';
import { ask } from './bridge';
import { Resource } from './resource.svelte';
import { Task } from './task.svelte';

/** What the app itself has to say: its version, what the start found, and what is still to undo. */
export class Notices {
  readonly #info = new Resource<AppInfo | null>(() => ask('appInfo'), null);
  readonly #found = new Resource<Finding[]>(() => ask('startNotices'), []);
  #undos = $state.raw<readonly PendingUndo[]>([]);
  #hidden = $state(false);
  readonly retrying = new Task();

  readonly info = $derived(this.#info.value);
  readonly found = $derived(this.#hidden ? [] : this.#found.value);

  get undos(): readonly PendingUndo[] {
    return this.#undos;
  }

  async load(): Promise<void> {
    await Promise.all([this.#info.load(), this.#found.load(), this.loadUndos()]);
  }

  async loadUndos(): Promise<void> {
    try {
      this.#undos = await ask('pendingUndos');
    } catch {
      // The list is asked for again when a run ends; until then the last known one stays.
    }
  }

  async retryUndos(): Promise<void> {
    await this.retrying.do(async () => {
      this.#undos = await ask('retryUndos');
    });
  }

  hide(): void {
    this.#hidden = true;
  }
}
