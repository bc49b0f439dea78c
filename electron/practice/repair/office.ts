import { stat } from 'node:fs/promises';
import type { PracticeOptions } from '../../../shared/practice';
import type { PracticeTool } from '../../../shared/practice-tools';
import { toolLines } from '../../../shared/words/practice-tools';
import { PostbagError } from '../../run/errors';
import { WriteNumbers } from '../encode';
import { centralFiles, userFile, userOfFile } from '../files';
import { findNames, type FolderNames } from '../folder';
import { Handles } from '../handles';
import { readMarker } from '../marker';
import { readIndexRecord, readPointerRecord, type IndexEntry } from '../records';
import { hasUsersAtWork } from '../users';
import { Store } from './store';
import { Table } from './table';

/** Takes a line of what a tool says. */
export type Report = (line: string) => void;

/** The file of one user. */
export interface Mailbox {
  readonly user: number;
  readonly table: Table;
}

/** What the entries of the index lead to. */
export interface Listed {
  /** First pages of the messages that are listed. */
  readonly firsts: ReadonlySet<number>;
  readonly entries: readonly IndexEntry[];
  /** Slots of entries that lead to no message, or to one that is listed already. */
  readonly stray: readonly number[];
}

/** A post office as a practice tool sees it: everything but the text of the messages, in memory. */
export interface Office {
  readonly options: PracticeOptions;
  /** By rising number: those that should be there, and any more that are. */
  readonly mailboxes: readonly Mailbox[];
  readonly index: Table;
  /** The same as `index` where one file holds both. */
  readonly directory: Table;
  readonly store: Store;
  readonly handles: Handles;
  /** They go on after the highest one in any file. */
  readonly writes: WriteNumbers;
}

/**
 * Reads a post office, lets `work` work on it and closes its files.
 * @throws PostbagError `not-a-practice-post-office`; `practice-busy` while simulated users of this process are at work,
 *   or when a file changes while it is read
 * @throws the system's error when a file cannot be read or written
 */
export async function withOffice<T>(
  tool: PracticeTool,
  folder: string,
  report: Report,
  work: (office: Office) => T | Promise<T>,
): Promise<T> {
  const options = await readMarker(folder);
  const busy = new PostbagError('practice', 'practice-busy', { path: folder });
  if (await hasUsersAtWork(folder)) throw busy;
  const names = await findNames(folder);
  const before = await lookOf(names);
  const office = await read(options, names);
  if ((await lookOf(names)) !== before) throw busy;
  report(toolLines.head(tool, options.shape, options.users));
  try {
    return await work(office);
  } finally {
    await office.handles.close();
  }
}

async function read(options: PracticeOptions, folder: FolderNames): Promise<Office> {
  const { shape } = options;
  const writes = new WriteNumbers();
  const mailboxes: Mailbox[] = [];
  for (const user of usersOf(options, folder.names)) {
    const name = userFile(shape, user);
    mailboxes.push({ user, table: await Table.load(name, folder.pathOf(name), 'USER', writes) });
  }
  const names = centralFiles(shape);
  const both = names.index === names.directory;
  const index = await Table.load(names.index, folder.pathOf(names.index), both ? 'BOTH' : 'INDX', writes);
  const directory = both
    ? index
    : await Table.load(names.directory, folder.pathOf(names.directory), 'DIRY', writes);
  const store = await Store.load(names.store, folder.pathOf(names.store), writes);
  return { options, mailboxes, index, directory, store, handles: new Handles(), writes };
}

function usersOf({ shape, users }: PracticeOptions, names: readonly string[]): number[] {
  const expected = Array.from({ length: users }, (_, at) => at + 1);
  const found = names.map((name) => userOfFile(shape, name)).filter((user) => user !== null);
  return [...new Set([...expected, ...found])].sort((a, b) => a - b);
}

/** Lengths and times of all files; two that differ mean that somebody wrote meanwhile. */
async function lookOf(folder: FolderNames): Promise<string> {
  const looks: string[] = [];
  for (const name of folder.names) {
    const found = await stat(folder.pathOf(name), { bigint: true }).catch(() => null);
    looks.push(`${name} ${found?.size} ${found?.mtimeNs}`);
  }
  return looks.join('\n');
}

/** Ids of the messages that somebody points to. */
export function pointedIn({ mailboxes }: Office): Set<number> {
  const pointed = new Set<number>();
  for (const { table } of mailboxes) table.each('P', (record) => pointed.add(readPointerRecord(record).id));
  return pointed;
}

/** What the index leads to. */
export function listedIn({ index, store }: Office): Listed {
  const wholes = new Set(store.wholes);
  const firsts = new Set<number>();
  const entries: IndexEntry[] = [];
  const stray: number[] = [];
  index.each('I', (record, slot) => {
    const entry = readIndexRecord(record);
    const { id, parts } = store.entryOf(entry.first);
    const leads = wholes.has(entry.first) && id === entry.id && parts === entry.parts;
    if (!leads || firsts.has(entry.first)) stray.push(slot);
    else firsts.add(entry.first);
    entries.push(entry);
  });
  return { firsts, entries, stray };
}
