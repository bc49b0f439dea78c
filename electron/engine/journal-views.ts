import { FileMove, LedgerEntry, type FileMoves, type LogLine } from '../../shared/run';
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

const Gone = z.object({ path: z.string() });

async function* records(journal: string): AsyncGenerator<JournalRecord> {
  try {
    yield* readJournal(journal);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

/** The per-file ledger of a run, in the order in which files were finished first. */
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
    } else if (record.kind === 'file-gone') {
      const gone = Gone.safeParse(record.data);
      if (gone.success) entries.delete(gone.data.path);
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

/** What moved while a run went on: one row a file, the one that moved last first. */
export async function readMoves(journal: string, page: Page): Promise<{ total: number; files: FileMoves[] }> {
  const files = new Map<string, FileMoves>();
  for await (const record of records(journal)) {
    if (record.type !== 'note' || record.kind !== 'move') continue;
    const move = FileMove.safeParse(record.data);
    if (!move.success) continue;
    const { path, group } = move.data;
    const moves = [...(files.get(path)?.moves ?? []), move.data];
    files.delete(path); // the newest stands last
    files.set(path, { path, group, moves });
  }
  const rows = [...files.values()].reverse();
  return { total: rows.length, files: rows.slice(page.offset, page.offset + page.limit) };
}
