import { stat } from 'node:fs/promises';
import { stateOf, type FileState } from '../change';
import { Steadiness } from './steadiness';

/** Follows the times of folders: a name that came and went between two listings moves them. */
export class FolderWatch {
  readonly #folders = new Map<string, Steadiness>();
  #listed: ReadonlySet<string> = new Set();

  /** @param folders absolute */
  async look(folders: readonly string[], pass: number): Promise<void> {
    this.#listed = new Set(folders);
    for (const folder of folders) {
      const known = this.#folders.get(folder) ?? new Steadiness();
      this.#folders.set(folder, known);
      const at = Date.now();
      const state = await stateNow(folder);
      if (state) known.look({ at, before: state, until: at, after: state }, pass);
      else this.#folders.delete(folder);
    }
  }

  get steady(): boolean {
    return [...this.#listed].every((folder) => this.#folders.get(folder)?.steady === true);
  }
}

async function stateNow(folder: string): Promise<FileState | null> {
  try {
    return stateOf(await stat(folder, { bigint: true }));
  } catch {
    return null;
  }
}
