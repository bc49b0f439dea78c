import { stat, truncate, writeFile } from 'node:fs/promises';
import { systemCode } from '../../run/errors';
import { headerPage, type WriteNumbers } from '../encode';
import type { Handles } from '../handles';
import { MAX_PARTS, PAGE_BYTES } from '../layout';
import { emptyPages, sealPage, usedPayloadOf } from '../page';
import { readHeader, readPart, type FileHeader, type IndexEntry, type Part } from '../records';
import { scanPages } from '../scan';
import { headerFaults } from './header';

const TORN = 0;
const IN_USE = 1;
const FREE = 2;

/** The message store, however damaged, without the text of the messages; changes are written back by `flush`. */
export class Store {
  /** Null when it is torn or of another kind of file. */
  header: FileHeader | null = null;
  /** Pages as the checker counts them: torn, in the wrong place, or counted by the header and not there. */
  torn = 0;
  /** Of each page. */
  #state: Uint8Array;
  readonly #ids: Uint32Array;
  readonly #next: Uint32Array;
  readonly #part: Uint16Array;
  readonly #parts: Uint16Array;
  readonly #changed = new Set<number>();
  /** Pages that were torn; there is nothing in them to keep. */
  readonly #emptied = new Set<number>();
  /** First pages of the messages that are there completely, rising. Pages that are free count as long as they are not used again. */
  wholes: readonly number[] = [];

  private constructor(
    /** As layout.ts calls it. */
    readonly name: string,
    readonly path: string,
    readonly missing: boolean,
    /** Length of the file in bytes. */
    readonly bytes: number,
  ) {
    const pages = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
    this.#state = new Uint8Array(pages);
    this.#ids = new Uint32Array(pages);
    this.#next = new Uint32Array(pages);
    this.#part = new Uint16Array(pages);
    this.#parts = new Uint16Array(pages);
  }

  /**
   * Reads a store; one that is not there is empty.
   * @throws the system's error when it is there and cannot be read
   */
  static async load(name: string, path: string, writes: WriteNumbers): Promise<Store> {
    const found = await stat(path).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    });
    const store = new Store(name, path, found === null, found?.size ?? 0);
    if (found === null) return store;
    await scanPages(path, (page, bytes, head) => {
      if (head !== null) writes.seen(head.write);
      if (page === 0) {
        const header = head?.type === 'H' ? readHeader(bytes) : null;
        if (header?.kind === 'STOR') store.header = header;
      } else if (head?.type === 'M') store.#take(page, IN_USE, readPart(bytes));
      else if (head?.type === 'F') store.#take(page, FREE, readPart(bytes));
    });
    const bad = store.#state.filter((state) => state === TORN).length - (store.header === null ? 0 : 1);
    store.torn = bad + Math.max(0, (store.header?.pages ?? 1) - store.pages);
    store.wholes = [...store.#state.keys()].filter((page) => store.#isWhole(page));
    return store;
  }

  /** Pages in the file, the header's and one that is cut included. */
  get pages(): number {
    return this.#state.length;
  }

  isTorn(page: number): boolean {
    return this.#state[page] === TORN;
  }

  id(page: number): number {
    return this.#ids[page] ?? 0;
  }

  isInUse(page: number): boolean {
    return this.#state[page] === IN_USE;
  }

  isFree(page: number): boolean {
    return this.#state[page] === FREE;
  }

  /** Ids of the messages that have a page in use. */
  idsInUse(): Set<number> {
    const ids = new Set<number>();
    for (let page = 1; page < this.pages; page++) if (this.isInUse(page)) ids.add(this.id(page));
    return ids;
  }

  /** The entry that leads to the message whose first page this is. */
  entryOf(first: number): IndexEntry {
    return { id: this.id(first), first, parts: this.#parts[first] ?? 0 };
  }

  /** The pages of a message that is there completely. */
  chain(first: number): number[] {
    const pages: number[] = [];
    for (let page = first; page !== 0; page = this.#next[page] ?? 0) pages.push(page);
    return pages;
  }

  /** Pages that are free. */
  get freePages(): number {
    return this.#state.filter((state) => state === FREE).length;
  }

  /** Messages in use, each by its first page. */
  get messages(): number {
    return this.#state.filter((state, page) => state === IN_USE && this.#part[page] === 0).length;
  }

  setInUse(page: number): void {
    this.#state[page] = IN_USE;
    this.#changed.add(page);
  }

  /** Makes a page free; what is in it stays, but in a torn one. */
  setFree(page: number): void {
    if (this.#state[page] === TORN) this.#emptied.add(page);
    this.#state[page] = FREE;
    this.#changed.add(page);
  }

  /** Leaves away every page behind the first `pages`. */
  cutAt(pages: number): void {
    this.#state = this.#state.subarray(0, pages);
  }

  /**
   * Cuts the file off, writes the pages that were changed, and then the header when a number in it is not as it should
   * be.
   * @param header how it should be; null leaves it as it is
   * @throws the system's error when the file cannot be written
   */
  async flush(handles: Handles, writes: WriteNumbers, header: FileHeader | null): Promise<void> {
    if (this.missing) await writeFile(this.path, '', { flag: 'wx' });
    if (this.bytes > this.pages * PAGE_BYTES) await truncate(this.path, this.pages * PAGE_BYTES);
    for (const page of [...this.#changed].sort((a, b) => a - b)) {
      if (page < this.pages) await this.#write(page, handles, writes);
    }
    if (header === null || (this.header !== null && headerFaults(this.header, header).length === 0)) return;
    await handles.write(this.path, 0, headerPage(header, writes));
  }

  async #write(page: number, handles: Handles, writes: WriteNumbers): Promise<void> {
    const bytes = emptyPages(1);
    if (!this.#emptied.has(page)) await handles.read(this.path, page, bytes);
    const type = this.isInUse(page) ? 'M' : 'F';
    sealPage(bytes, { type, page, write: writes.next() }, usedPayloadOf(bytes).length);
    await handles.write(this.path, page, bytes);
  }

  #take(page: number, state: number, { id, part, parts, next }: Part): void {
    this.#state[page] = state;
    this.#ids[page] = id;
    this.#part[page] = part;
    this.#parts[page] = parts;
    this.#next[page] = next;
  }

  #isWhole(first: number): boolean {
    const { id, parts } = this.entryOf(first);
    if (id === 0 || parts < 1 || parts > MAX_PARTS) return false;
    let page = first;
    for (let part = 0; part < parts; part++) {
      if (this.id(page) !== id || this.#part[page] !== part || this.#parts[page] !== parts) return false;
      page = this.#next[page] ?? 0;
    }
    return page === 0;
  }
}
