import { appendFile, readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Journal, readJournal } from '../../../electron/run/journal';
import type { JournalRecord } from '../../../electron/run/journal-record';
import { tempFolder } from './fixtures';

async function all(file: string): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const record of readJournal(file)) records.push(record);
  return records;
}

const note = (kind: string) => ({ type: 'note' as const, kind, data: null });
const kinds = (records: JournalRecord[]): string[] =>
  records.map((record) => (record.type === 'note' ? record.kind : record.type));

describe('a journal', () => {
  it('gives back what was written, in order, with times', async () => {
    const file = path.join(await tempFolder(), 'journal.jsonl');
    const journal = await Journal.open(file, () => undefined);
    for (let index = 0; index < 1000; index++) journal.note(note(String(index)));
    await journal.append({ type: 'end', verdict: 'verified', cutShort: false });
    await journal.close();
    const records = await all(file);
    expect(kinds(records)).toEqual([...Array.from({ length: 1000 }, (_, index) => String(index)), 'end']);
    expect(records.every((record) => !Number.isNaN(Date.parse(record.at)) && record.ms >= 0)).toBe(true);
  });

  it('has a record on the disk when append returns', async () => {
    const file = path.join(await tempFolder(), 'journal.jsonl');
    const journal = await Journal.open(file, () => undefined);
    await journal.append(note('durable'));
    expect(await readFile(file, 'utf8')).toContain('durable');
    await journal.close();
  });

  it('is read up to a line that was torn, and can be written on after it', async () => {
    const file = path.join(await tempFolder(), 'journal.jsonl');
    const first = await Journal.open(file, () => undefined);
    await first.append(note('whole'));
    await first.append(note('torn'));
    await first.close();
    const { length } = await readFile(file);
    await truncate(file, length - 8);
    expect(kinds(await all(file))).toEqual(['whole']);

    const second = await Journal.open(file, () => undefined);
    await second.append(note('after'));
    await second.close();
    expect(kinds(await all(file))).toEqual(['whole', 'after']);
  });

  it('passes over lines that are not records', async () => {
    const file = path.join(await tempFolder(), 'journal.jsonl');
    await appendFile(file, 'nonsense\n{"type":"undo"}\n\0\0\0\n');
    expect(await all(file)).toEqual([]);
  });
});
