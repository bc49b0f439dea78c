import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { isoTime, SteadyClock } from './clock';
import { JournalRecord, type JournalEntry } from './journal-record';

/**
 * The journal of one run: JSON lines, only ever appended to. What must survive a power cut (the plan, every undo, the
 * end) is synced before `append` returns; notes about files are written in the order they came and synced with the
 * next such record.
 */
export class Journal {
  #pending: string[] = [];
  #flushing: Promise<void> = Promise.resolve();
  readonly #clock = new SteadyClock();

  private constructor(
    private readonly handle: FileHandle,
    private readonly onRecord: (record: JournalRecord) => void,
  ) {}

  /** Opens a journal for appending, making it if need be. `onRecord` hears every record as it is added. */
  static async open(file: string, onRecord: (record: JournalRecord) => void): Promise<Journal> {
    const handle = await open(file, 'a');
    const journal = new Journal(handle, onRecord);
    // A line torn by a power cut must not swallow the next one.
    if ((await handle.stat()).size > 0) journal.#pending.push('\n');
    return journal;
  }

  /** Adds a record without waiting for the disk. */
  note(entry: JournalEntry): void {
    const record: JournalRecord = { at: isoTime(this.#clock.now()), ms: this.#clock.elapsed(), ...entry };
    this.#pending.push(`${JSON.stringify(record)}\n`);
    this.onRecord(record);
    if (this.#pending.length >= 256) void this.#flush().catch(() => undefined);
  }

  /** Adds a record and returns once it is on the disk. */
  async append(entry: JournalEntry): Promise<void> {
    this.note(entry);
    await this.sync();
  }

  async sync(): Promise<void> {
    await this.#flush();
    await this.handle.sync();
  }

  async close(): Promise<void> {
    try {
      await this.sync();
    } finally {
      await this.handle.close();
    }
  }

  #flush(): Promise<void> {
    const next = this.#flushing.then(async () => {
      const lines = this.#pending.splice(0);
      if (lines.length > 0) await this.handle.appendFile(lines.join(''));
    });
    // One failed write must not stop later ones from being tried; whoever awaits `next` still sees the error.
    this.#flushing = next.catch(() => undefined);
    return next;
  }
}

/**
 * Reads a journal from the start. Lines that are torn or not understood are passed over: a journal is evidence, and a
 * damaged end must not hide its beginning.
 */
export async function* readJournal(file: string): AsyncGenerator<JournalRecord> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      const record = parseLine(line);
      if (record) yield record;
    }
  } finally {
    lines.close();
  }
}

function parseLine(line: string): JournalRecord | null {
  if (line.trim() === '') return null;
  try {
    const parsed = JournalRecord.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
