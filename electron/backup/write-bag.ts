import { copyFile, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { formatName } from '../../shared/words/postoffice';
import { reportHead, reportLine } from '../../shared/words/report';
import { writeTagFiles } from '../bag/write';
import { PostbagError, systemCode } from '../run/errors';
import type { RunContext } from '../run/step';
import { BAG_RECORD_FILE, type BagRecord } from '../vault/bag-record';
import { RUN_ID_FILE } from '../vault/partial-bag';
import type { BackupWork } from './work';

const LEDGER_FILE = 'postbag/ledger.jsonl';
const JOURNAL_FILE = 'postbag/journal.jsonl';
const REPORT_FILE = 'postbag/report.txt';

/** Lines made at a time: the window must not stand still while a hundred thousand of them are made. */
const LINES = 500;

/**
 * Writes all that a bag says about itself: record, ledger, report, journal, and last the manifests.
 * @throws PostbagError `no-space`, `write-failed`
 */
export async function writeBag(work: BackupWork, record: BagRecord, context: RunContext): Promise<void> {
  const { folder } = work.bag;
  const { entries } = work.ledger;
  try {
    await writeSynced(path.join(folder, LEDGER_FILE), '', entries, (entry) => JSON.stringify(entry));
    await writeSynced(path.join(folder, BAG_RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
    await writeSynced(path.join(folder, REPORT_FILE), reportHead(record), entries, reportLine);
    await context.sync();
    await copyFile(work.journal, path.join(folder, JOURNAL_FILE));
    await writeTagFiles(folder, {
      payload: entries.map(({ path: name, bytes, sha256 }) => ({ path: name, bytes, sha256 })),
      info: [
        ['Source-Organization', record.postOffice.name],
        ['External-Identifier', record.runId],
        ['External-Description', `${record.method} backup, grade ${record.grade}`],
        ['Bag-Software-Agent', record.software],
        ['Postbag-Format', formatName(record.format, record.practice)],
        ['Postbag-Grade', record.grade],
        ['Postbag-Recovery-Point', record.recoveryPoint ?? ''],
      ],
      tagFiles: [BAG_RECORD_FILE, LEDGER_FILE, JOURNAL_FILE, REPORT_FILE, RUN_ID_FILE],
    });
  } catch (error) {
    const reason = systemCode(error);
    if (reason === 'ENOSPC' || reason === 'EDQUOT') {
      throw new PostbagError('verify', 'no-space', { reason }, { cause: error });
    }
    if (reason === '') throw error;
    throw new PostbagError('verify', 'write-failed', { path: work.bag.final, reason }, { cause: error });
  }
}

async function writeSynced<Item>(
  file: string,
  head: string,
  items: readonly Item[] = [],
  lineOf: (item: Item) => string = String,
): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(head);
    await writeLines(handle, items, lineOf);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeLines<Item>(
  handle: FileHandle,
  items: readonly Item[],
  lineOf: (item: Item) => string,
): Promise<void> {
  for (let from = 0; from < items.length; from += LINES) {
    const lines = items.slice(from, from + LINES).map((item) => `${lineOf(item)}\n`);
    await handle.writeFile(lines.join(''));
    await setImmediate();
  }
}
