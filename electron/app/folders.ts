import { randomUUID } from 'node:crypto';
import { PostbagError } from '../run/errors';

/**
 * Folders that a person chose in the system's own dialog, or that a search found below one. Screens hold their ids
 * only, so no page can ever name a path.
 */
export class ChosenFolders {
  readonly #paths = new Map<string, string>();

  remember(path: string): string {
    for (const [id, known] of this.#paths) if (known === path) return id;
    const id = randomUUID();
    this.#paths.set(id, path);
    return id;
  }

  /** @throws PostbagError `folder-unknown` for an id that was not given out */
  path(id: string): string {
    const path = this.#paths.get(id);
    if (path === undefined) throw new PostbagError('request', 'folder-unknown');
    return path;
  }
}
