import type { LockKind, OpenFile } from '../../../shared/access';

/** What lies in a folder, by where the system says it is. */
export interface Below {
  /** Relative to the folder with `/`; empty for the folder itself; null for what lies elsewhere. */
  relative(path: string): string | null;
}

/** What the system writes behind the name of a file that is open and has none any more. */
const GONE = ' (deleted)';

/** @param root absolute, as it really lies, with `/` between folders */
export function below(root: string): Below {
  const folder = root.replace(/\/+$/, '');
  const begin = `${folder}/`;
  return {
    relative: (path) => {
      if (path === folder || path === begin || path === `${folder}${GONE}`) return '';
      return path.startsWith(begin) ? path.slice(begin.length) : null;
    },
  };
}

const modes = {
  read: { reads: true, writes: false },
  write: { reads: false, writes: true },
  'read-write': { reads: true, writes: true },
} as const;

function together(one: OpenFile['mode'], other: OpenFile['mode']): OpenFile['mode'] {
  if (one === null || other === null) return one ?? other;
  const [a, b] = [modes[one], modes[other]];
  const writes = a.writes || b.writes;
  return a.reads || b.reads ? (writes ? 'read-write' : 'read') : 'write';
}

/** The files that one process holds, each once, however many handles it has of it. */
export class HeldFiles {
  readonly #files = new Map<string, { mode: OpenFile['mode']; locks: Set<LockKind> }>();
  /** It is in the folder, even if it holds no file there. */
  #present = false;

  /** @param relative to the folder; empty for the folder itself, which is no file */
  add(relative: string, mode: OpenFile['mode'], locks: readonly LockKind[] = []): void {
    this.#present = true;
    if (relative === '') return;
    const known = this.#files.get(relative) ?? { mode: null, locks: new Set() };
    for (const lock of locks) known.locks.add(lock);
    this.#files.set(relative, { mode: together(known.mode, mode), locks: known.locks });
  }

  get present(): boolean {
    return this.#present;
  }

  list(): OpenFile[] {
    return [...this.#files].map(([path, { mode, locks }]) => ({
      path,
      mode,
      since: null,
      locks: [...locks],
    }));
  }
}
