import { FileChange, LedgerEntry, type LogLine } from '../../shared/run';
import { logText } from '../../shared/words/log';
import { readJournal } from '../run/journal';
import { systemCode } from '../run/errors';
import type { JournalRecord } from '../run/journal-record';
import { z } from 'zod';

/** Pages of what a journal holds, for screens. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

const LaterChange = z.object({ path: z.string(), change: FileChange });

async function* records(journal: string): AsyncGenerator<JournalRecord> {
  try {
    yield* readJournal(journal);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

/** The per-file ledger of a run, in the order in which files were finished, with what was noticed later. */
export async function readLedger(
  journal: string,
  page: Page & { onlyChanged: boolean },
): Promise<{ total: number; entries: LedgerEntry[] }> {
  const entries = new Map<string, LedgerEntry>();
  for await (const record of records(journal)) {
    if (record.type !== 'note') continue;
    if (record.kind === 'file') {
      const entry = LedgerEntry.safeParse(record.data);
      if (entry.success) entries.set(entry.data.path, entry.data);
    } else if (record.kind === 'file-change') {
      const later = LaterChange.safeParse(record.data);
      const entry = later.success ? entries.get(later.data.path) : undefined;
      if (later.success && entry && !entry.change) entry.change = later.data.change;
    }
  }
  const wanted = [...entries.values()].filter((entry) => !page.onlyChanged || entry.change !== null);
  return { total: wanted.length, entries: wanted.slice(page.offset, page.offset + page.limit) };
}

/** The journal of a run in words, one line a record; files are in the ledger and are left out here. */
export async function readLog(journal: string, page: Page): Promise<{ total: number; lines: LogLine[] }> {
  const lines: LogLine[] = [];
  let total = 0;
  for await (const record of records(journal)) {
    const text = logText(record);
    if (text === null) continue;
    if (total >= page.offset && lines.length < page.limit)
      lines.push({ at: record.at, type: record.type, text });
    total++;
  }
  return { total, lines };
}
