import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { FileRole, GroupId } from '../../shared/postoffice';
import type { LedgerEntry } from '../../shared/run';
import { Cancelled, describeError, systemCode } from '../run/errors';
import type { FileState } from './change';
import type { CopyTrouble } from './job';
import type { CopyOutcome, CopyPool } from './pool';

/** A file to copy; its path is relative to the post office, with `/`. Bytes as the inventory saw them. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  readonly role: FileRole;
}

export interface GroupToCopy {
  readonly group: GroupId;
  readonly files: readonly SourceFile[];
  /** Absolute folders. The one that `target` lies in must be there; it is never made. */
  readonly source: string;
  readonly target: string;
}

export interface GroupListener {
  readonly copied: (entry: LedgerEntry, state: FileState) => void;
  /** May throw: then no further file is begun, and the error is the outcome of the group. */
  readonly trouble: (file: SourceFile, trouble: CopyTrouble) => void | Promise<void>;
  readonly bytes: (file: SourceFile, bytes: number) => void;
}

/**
 * Makes folders below a root, and the root itself, but nothing above it: when the disk of the vault is gone its place
 * may still be there, and a whole path made anew would take the copy to another disk.
 */
class Folders {
  readonly #made = new Map<string, Promise<CopyOutcome | null>>();

  constructor(private readonly root: string) {}

  /** @returns null when it is there, else the trouble */
  make(folder: string): Promise<CopyOutcome | null> {
    const known = this.#made.get(folder) ?? this.#make(folder);
    this.#made.set(folder, known);
    return known;
  }

  async #make(folder: string): Promise<CopyOutcome | null> {
    const trouble = folder === this.root ? null : await this.make(path.dirname(folder));
    if (trouble) return trouble;
    try {
      await mkdir(folder);
    } catch (error) {
      const code = systemCode(error);
      if (code !== 'EEXIST') return { trouble: { side: 'target', code, message: describeError(error) } };
    }
    return null;
  }
}

/** Absolute path of a file inside a root, from its `/` path. */
export function inside(root: string, relative: string): string {
  return path.join(root, ...relative.split('/'));
}

/**
 * Copies one group, several files at a time. Returns when every file of it is finished: that is the barrier between
 * groups (domain.md 1.5), so the next group must not be begun before. Files within a group may finish in any order.
 *
 * @throws what `trouble` threw first; Cancelled when the pool was cancelled
 */
export async function copyGroup(pool: CopyPool, job: GroupToCopy, listener: GroupListener): Promise<void> {
  const failures: Error[] = [];
  const folders = new Folders(job.target);
  const one = async (file: SourceFile): Promise<void> => {
    const [source, target] = [inside(job.source, file.path), inside(job.target, file.path)];
    const outcome =
      (await folders.make(path.dirname(target))) ??
      (await pool.copy(source, target, (bytes) => listener.bytes(file, bytes)));
    if ('trouble' in outcome) {
      if (outcome.trouble.side === 'cancelled') throw new Cancelled('cancelled');
      await listener.trouble(file, outcome.trouble);
      return;
    }
    const { state, ...copied } = outcome.file;
    listener.copied({ path: file.path, group: job.group, role: file.role, ...copied }, state);
  };
  await Promise.all(
    job.files.map(async (file) => {
      try {
        await one(file);
      } catch (error) {
        failures.push(error instanceof Error ? error : new Error(String(error)));
        pool.cancel(); // the others end at their next chunk; waiting for them keeps the barrier
      }
    }),
  );
  const cause = failures.find((failure) => !(failure instanceof Cancelled)) ?? failures[0];
  if (cause !== undefined) throw cause;
}
