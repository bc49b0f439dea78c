import type { FileChange, LedgerEntry } from '../../shared/run';
import type { FileState } from './change';

interface LedgerLine {
  entry: LedgerEntry;
  readonly state: FileState;
}

/** What was copied, file by file, in the order in which files were finished. */
export class Ledger {
  readonly #lines = new Map<string, LedgerLine>();

  add(entry: LedgerEntry, state: FileState): void {
    this.#lines.set(entry.path, { entry, state });
  }

  /** Records a change that was noticed after the file had been copied. An earlier one stays: it weighs more. */
  changedSince(path: string, change: FileChange): void {
    const line = this.#lines.get(path);
    if (line && !line.entry.change) line.entry = { ...line.entry, change };
  }

  has(path: string): boolean {
    return this.#lines.has(path);
  }

  get entries(): LedgerEntry[] {
    return [...this.#lines.values()].map((line) => line.entry);
  }

  get states(): [string, FileState][] {
    return [...this.#lines].map(([path, line]) => [path, line.state]);
  }

  get files(): number {
    return this.#lines.size;
  }

  /** Bytes copied. */
  get bytes(): number {
    return this.entries.reduce((sum, entry) => sum + entry.bytes, 0);
  }

  changed(when: FileChange['when']): LedgerEntry[] {
    return this.entries.filter((entry) => entry.change?.when === when);
  }
}

/** `USR00001, USR00002 and 40 more`: enough names to find the files, few enough to read. */
export function someNames(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${String(names.length - most)} more` : shown;
}
