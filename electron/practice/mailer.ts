import { PostbagError, describeError } from '../run/errors';
import { WriteNumbers } from './encode';
import { centralFiles, userFile } from './files';
import { findNames } from './folder';
import { Handles } from './handles';
import { readMarker } from './marker';
import {
  readDirectoryRecord,
  readIndexRecord,
  readPointerRecord,
  writeIndexRecord,
  writePointerRecord,
  type DirectoryEntry,
  type IndexEntry,
} from './records';
import { eachRecord, scanPages } from './scan';
import { StoreFile } from './store-file';
import { TableFile } from './table-file';

/** A user's own file and what it points to, in no order. */
interface Mailbox {
  readonly file: TableFile;
  readonly pointers: { readonly id: number; readonly slot: number }[];
}

/**
 * The operations of a mail client on a practice post office, each as several writes in the order of layout.ts. One
 * operation at a time: the next one is called when the one before has ended, and the post office is whole between them.
 */
export class Mailer {
  readonly #entries = new Map<number, { entry: IndexEntry; slot: number }>();
  /** How many users point to a message. */
  readonly #holders = new Map<number, number>();

  private constructor(
    readonly people: readonly DirectoryEntry[],
    readonly handles: Handles,
    readonly store: StoreFile,
    readonly index: TableFile,
    readonly mailboxes: ReadonlyMap<number, Mailbox>,
  ) {
    index.each((record, slot) => {
      const entry = readIndexRecord(record);
      this.#entries.set(entry.id, { entry, slot });
    });
    for (const { pointers } of mailboxes.values()) for (const { id } of pointers) this.#hold(id, 1);
  }

  /**
   * Opens a post office, reading all of it once.
   * @throws PostbagError `not-a-practice-post-office`; `practice-users-failed` when a file is missing or its header damaged
   */
  static async open(folder: string, handles = new Handles()): Promise<Mailer> {
    const { shape } = await readMarker(folder);
    try {
      const names = await findNames(folder);
      const writes = new WriteNumbers();
      const { index, directory, store } = centralFiles(shape);
      const people = await readDirectory(names.pathOf(directory));
      const mailboxes = new Map<number, Mailbox>();
      for (const { user } of people) {
        const file = await TableFile.open(names.pathOf(userFile(shape, user)), 'P', handles, writes);
        const pointers: Mailbox['pointers'] = [];
        file.each((record, slot) => pointers.push({ id: readPointerRecord(record).id, slot }));
        mailboxes.set(user, { file, pointers });
      }
      const indexFile = await TableFile.open(names.pathOf(index), 'I', handles, writes);
      const storeFile = await StoreFile.open(names.pathOf(store), handles, writes);
      return new Mailer(people, handles, storeFile, indexFile, mailboxes);
    } catch (cause) {
      await handles.close();
      const params = { path: folder, reason: describeError(cause) };
      throw new PostbagError('practice', 'practice-users-failed', params, { cause });
    }
  }

  /** How many messages a user has. */
  mailCount(user: number): number {
    return this.mailboxes.get(user)?.pointers.length ?? 0;
  }

  /** Message store first, then the index, then the file of each user in `to`. */
  async send(text: Buffer, to: readonly number[]): Promise<void> {
    const entry = await this.store.add(text);
    const slot = await this.index.add((record) => writeIndexRecord(record, entry));
    this.#entries.set(entry.id, { entry, slot });
    const { id } = entry;
    for (const user of to) {
      const mailbox = this.#mailbox(user);
      const place = await mailbox.file.add((record) =>
        writePointerRecord(record, { id, read: false, folder: 0 }),
      );
      mailbox.pointers.push({ id, slot: place });
      this.#hold(id, 1);
    }
  }

  /** Marks the `at`th message of a user as read. */
  async read(user: number, at: number): Promise<void> {
    const { mailbox, pointer } = this.#pointer(user, at);
    await mailbox.file.change(pointer.slot, (record) => {
      writePointerRecord(record, { ...readPointerRecord(record), read: true });
    });
  }

  /** Deletes the `at`th message of a user: the pointer, then, when it was the last one, index entry and store pages. */
  async delete(user: number, at: number): Promise<void> {
    const { mailbox, pointer } = this.#pointer(user, at);
    await mailbox.file.remove(pointer.slot);
    const last = mailbox.pointers.pop();
    if (last !== undefined && last !== pointer) mailbox.pointers[at] = last;
    if (this.#hold(pointer.id, -1) > 0) return;
    const known = this.#entries.get(pointer.id);
    if (known === undefined) return;
    this.#entries.delete(pointer.id);
    await this.index.remove(known.slot);
    await this.store.remove(known.entry);
  }

  /** Brings everything to the disk and closes the files. */
  async close(): Promise<void> {
    await this.handles.close();
  }

  #mailbox(user: number): Mailbox {
    const mailbox = this.mailboxes.get(user);
    if (mailbox === undefined) throw new RangeError(`no user ${user}`);
    return mailbox;
  }

  #pointer(user: number, at: number): { mailbox: Mailbox; pointer: Mailbox['pointers'][number] } {
    const mailbox = this.#mailbox(user);
    const pointer = mailbox.pointers[at];
    if (pointer === undefined) throw new RangeError(`user ${user} has no message ${at}`);
    return { mailbox, pointer };
  }

  /** @returns how many users point to the message now */
  #hold(id: number, change: 1 | -1): number {
    const holders = (this.#holders.get(id) ?? 0) + change;
    if (holders > 0) this.#holders.set(id, holders);
    else this.#holders.delete(id);
    return holders;
  }
}

async function readDirectory(file: string): Promise<DirectoryEntry[]> {
  const people: DirectoryEntry[] = [];
  await scanPages(file, (page, bytes, head) => {
    if (head?.type !== 'D') return;
    eachRecord('D', page, bytes, (record) => people.push(readDirectoryRecord(record)));
  });
  return people;
}
