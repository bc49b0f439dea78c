import { lstat } from 'node:fs/promises';
import { LedgerEntry } from '../../shared/run';
import { inside } from '../copy/folders';
import { readJournal } from '../run/journal';

/** What a run that was cut short left behind. Paths absolute. */
export interface Unfinished {
  readonly runId: string;
  /** Its unfinished bag. */
  readonly folder: string;
  /** The journals that hold its ledger, oldest first: a run may have gone on from another one before it was cut short. */
  readonly journals: readonly string[];
  /** As its journal counted them last. */
  readonly files: number;
  readonly bytes: number;
}

/** What the ledger of a cut-short run says of the files that lie in its bag. */
export type KeptFiles = Map<string, Pick<LedgerEntry, 'bytes' | 'sha256'>>;

/**
 * The files that a run had finished when it was cut short: those of its ledger that lie in its bag with their size. A
 * file has its name only when it was complete and synced. Their content is compared with the source when the new run
 * reads it, and with their checksums when the bag is verified.
 * @param data the bag's payload folder, absolute
 */
export async function keptFiles(unfinished: Unfinished, data: string): Promise<KeptFiles> {
  const told: KeptFiles = new Map();
  for (const journal of unfinished.journals) {
    for await (const record of readJournal(journal)) {
      if (record.type !== 'note' || record.kind !== 'file') continue;
      const entry = LedgerEntry.safeParse(record.data);
      if (entry.success) told.set(entry.data.path, entry.data);
    }
  }
  const kept: KeptFiles = new Map();
  for (const [path, { bytes, sha256 }] of told) {
    const stats = await lstat(inside(data, path)).catch(() => null);
    if (stats?.isFile() && stats.size === bytes) kept.set(path, { bytes, sha256 });
  }
  return kept;
}
