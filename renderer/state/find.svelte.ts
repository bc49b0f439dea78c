import type { ChosenFolder, FindResult } from '../../shared/views';
import { ask, listen } from './bridge';
import { Task } from './task.svelte';

/** One search for post offices; it goes on while a person looks at other screens. */
export class Find {
  folder = $state.raw<ChosenFolder | null>(null);
  result = $state.raw<FindResult | null>(null);
  progress = $state.raw({ folders: 0, found: 0 });
  stopping = $state(false);
  readonly task = new Task();

  /** Lets a person choose a folder, then looks through it. */
  async begin(): Promise<void> {
    await this.task.do(async () => {
      const folder = await ask('chooseFolder', { purpose: 'find' });
      if (!folder) return;
      this.folder = folder;
      this.result = null;
      this.progress = { folders: 0, found: 0 };
      this.stopping = false;
      this.result = await ask('findPostOffices', { folderId: folder.id });
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await ask('cancelFind');
  }

  /** Marks what was added, so that it is not offered again. */
  added(folderId: string): void {
    if (!this.result) return;
    const found = this.result.found.map((one) => (one.folderId === folderId ? { ...one, known: true } : one));
    this.result = { ...this.result, found };
  }

  listen(): () => void {
    return listen('find-progress', (progress) => {
      this.progress = progress;
    });
  }
}
