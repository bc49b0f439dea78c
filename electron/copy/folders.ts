import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathIn, type Source } from '../postoffice/source';
import { describeError, systemCode } from '../run/errors';
import type { CopyTrouble } from './job';

/** Absolute path of a file inside a root, from its `/` path. */
export const inside = (root: Source, relative: string): string => pathIn(root, relative);

/**
 * Makes folders below a root, and the root itself, but nothing above it: when the disk of the vault is gone its place
 * may still be there, and a whole path made anew would take the copy to another disk.
 */
export class Folders {
  readonly #made = new Map<string, Promise<CopyTrouble | null>>();

  constructor(private readonly root: string) {}

  /** @returns null when it is there, else the trouble */
  make(folder: string): Promise<CopyTrouble | null> {
    const known = this.#made.get(folder) ?? this.#make(folder);
    this.#made.set(folder, known);
    return known;
  }

  async #make(folder: string): Promise<CopyTrouble | null> {
    const trouble = folder === this.root ? null : await this.make(path.dirname(folder));
    if (trouble) return trouble;
    try {
      await mkdir(folder);
    } catch (error) {
      const code = systemCode(error);
      if (code !== 'EEXIST') return { side: 'target', code, message: describeError(error) };
    }
    return null;
  }
}
