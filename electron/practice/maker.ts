import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PracticeOptions } from '../../shared/practice';
import { PRACTICE_MARKER } from '../../shared/practice-marker';
import { Cancelled, describeError, PostbagError, systemCode } from '../run/errors';
import { headerPage, tablePages, WriteNumbers } from './encode';
import { centralFiles, filesByGroup, userFile } from './files';
import { PAGE_BYTES } from './layout';
import { makeStore, ONE_DELETED_IN, type MakeHooks } from './make-store';
import { writeMarker } from './marker';
import { Random } from './random';
import {
  newHeader,
  writeDirectoryRecord,
  writeIndexRecord,
  writePointerRecord,
  type FileHeader,
  type IndexEntry,
  type Pointer,
} from './records';
import { MEAN_PARTS, userName } from './text';

const READ_CHANCE = 0.6;

/** Bytes that a practice post office will take, near enough to see whether it fits on a disk. */
export function estimatePracticeBytes({ users, messages }: PracticeOptions): number {
  const store = messages * MEAN_PARTS * PAGE_BYTES * (1 + 1 / ONE_DELETED_IN);
  return Math.round(store + messages * 40 + users * 3 * PAGE_BYTES);
}

/**
 * Makes a practice post office in a new or empty folder and writes nothing outside of it. The same options make the
 * same bytes. When it fails or is cancelled, what was written is removed again.
 * @throws PostbagError `folder-not-empty`; `practice-not-made` with the system's reason when a file cannot be written
 * @throws Cancelled
 */
export async function makePractice(
  folder: string,
  options: PracticeOptions,
  hooks: MakeHooks = {},
): Promise<void> {
  try {
    const created = await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) throw notEmpty(folder);
    await writeMarker(folder, options);
    try {
      await makeFiles(folder, options, hooks);
    } catch (error) {
      await removeFiles(folder, options);
      if (created !== undefined) await rmdir(folder).catch(() => undefined);
      throw error;
    }
  } catch (cause) {
    if (cause instanceof PostbagError || cause instanceof Cancelled) throw cause;
    if (systemCode(cause) === 'EEXIST') throw notEmpty(folder);
    const params = { path: folder, reason: describeError(cause) };
    throw new PostbagError('practice', 'practice-not-made', params, { cause });
  }
}

function notEmpty(folder: string): PostbagError {
  return new PostbagError('practice', 'folder-not-empty', { path: folder });
}

async function removeFiles(folder: string, { shape, users }: PracticeOptions): Promise<void> {
  const names = [...Object.values(filesByGroup(shape, users)).flat(), PRACTICE_MARKER];
  for (const name of names) await rm(path.join(folder, name), { force: true });
}

async function makeFiles(folder: string, options: PracticeOptions, hooks: MakeHooks): Promise<void> {
  const { shape, seed, users } = options;
  const at = (name: string): string => path.join(folder, name);
  const writes = new WriteNumbers();
  const random = new Random(seed, 1);
  const names = Array.from({ length: users }, () => userName(random));
  const entries: IndexEntry[] = [];
  const mailboxes = names.map((): Pointer[] => []);
  const deliver = (message: IndexEntry, to: readonly number[]): void => {
    entries.push(message);
    const { id } = message;
    for (const user of to) mailboxes[user]?.push({ id, read: random.chance(READ_CHANCE), folder: 0 });
  };
  await makeStore(at(centralFiles(shape).store), options, names, writes, deliver, hooks);

  const { directory, index } = centralFiles(shape);
  const people = new TableImage(newHeader(directory === index ? 'BOTH' : 'DIRY'), writes);
  people.add('D', names, (record, name, user) => writeDirectoryRecord(record, { user: user + 1, name }));
  if (directory === index) people.header.users = users;
  else people.header.records = users;
  const messages = directory === index ? people : new TableImage(newHeader('INDX'), writes);
  messages.add('I', entries, (record, entry) => writeIndexRecord(record, entry));
  messages.header.records = entries.length;
  await writeFile(at(index), messages.bytes());
  if (directory !== index) await writeFile(at(directory), people.bytes());

  for (const [user, pointers] of mailboxes.entries()) {
    const image = new TableImage(newHeader('USER', user + 1), writes);
    image.add('P', pointers, (record, pointer) => writePointerRecord(record, pointer));
    image.header.records = pointers.length;
    await writeFile(at(userFile(shape, user + 1)), image.bytes(), { flag: 'wx' });
  }
}

/** A file of tables in memory. */
class TableImage {
  readonly #tables: Buffer[] = [];

  constructor(
    readonly header: FileHeader,
    readonly writes: WriteNumbers,
  ) {}

  /** Adds the pages of a table with these records. */
  add<T>(
    type: 'I' | 'D' | 'P',
    records: readonly T[],
    fill: (record: Buffer, value: T, at: number) => void,
  ): void {
    const table = tablePages(type, records, fill, this.header.pages, this.writes);
    this.#tables.push(table);
    this.header.pages += table.length / PAGE_BYTES;
  }

  /** The whole file, its header last written and first in place. */
  bytes(): Buffer {
    return Buffer.concat([headerPage(this.header, this.writes), ...this.#tables]);
  }
}
