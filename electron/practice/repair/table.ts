import { readFile, writeFile } from 'node:fs/promises';
import { systemCode } from '../../run/errors';
import { headerPage, type WriteNumbers } from '../encode';
import type { Handles } from '../handles';
import { PAGE_BYTES, slotsPerPage, type FileKind, type TableType } from '../layout';
import { emptyPages, openPage, pageAt, payloadOf, sealPage } from '../page';
import { readHeader, type FileHeader } from '../records';
import { eachRecord, isEmpty, slotOf } from '../scan';
import { headerFaults } from './header';

/** Tables in each kind of file; a torn page becomes an empty one of the first. */
const TABLES_IN = {
  INDX: ['I'],
  DIRY: ['D'],
  BOTH: ['I', 'D'],
  USER: ['P'],
} as const satisfies Partial<Record<FileKind, readonly TableType[]>>;
export type TableKind = keyof typeof TABLES_IN;

interface Page {
  /** Null when it is torn, and in place 0, where the header is. */
  readonly type: TableType | null;
  readonly bytes: Buffer;
}

interface Found {
  header: FileHeader | null;
  readonly pages: Page[];
}

/** A file of tables in memory, however damaged; it is changed there and written back by `flush`. */
export class Table {
  /** Null when it is torn or of another kind of file. */
  readonly header: FileHeader | null;
  /** Pages as the checker counts them: torn, in the wrong place, or counted by the header and not there. */
  readonly torn: number;
  readonly #pages: Page[];
  readonly #changed = new Set<number>();

  private constructor(
    /** As layout.ts calls it. */
    readonly name: string,
    readonly path: string,
    readonly kind: TableKind,
    readonly missing: boolean,
    { header, pages }: Found,
  ) {
    this.header = header;
    this.#pages = pages.length > 0 ? pages : [{ type: null, bytes: emptyPages(1) }];
    const bad = this.#pages.filter(({ type }) => type === null).length - (header === null ? 0 : 1);
    this.torn = missing ? 0 : bad + Math.max(0, (header?.pages ?? 1) - this.#pages.length);
  }

  /**
   * Reads a file; one that is not there is empty.
   * @throws the system's error when it is there and cannot be read
   */
  static async load(name: string, path: string, kind: TableKind, writes: WriteNumbers): Promise<Table> {
    let file: Buffer;
    try {
      file = await readFile(path);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      return new Table(name, path, kind, true, { header: null, pages: [] });
    }
    const found: Found = { header: null, pages: [] };
    const types: readonly TableType[] = TABLES_IN[kind];
    for (let page = 0; page * PAGE_BYTES < file.length; page++) {
      const bytes = pageAt(file, page);
      const head = openPage(bytes, page);
      if (head !== null) writes.seen(head.write);
      const header = page === 0 && head?.type === 'H' ? readHeader(bytes) : null;
      if (header?.kind === kind) found.header = header;
      const type = types.find((known) => page > 0 && known === head?.type) ?? null;
      found.pages.push({ type, bytes });
    }
    return new Table(name, path, kind, false, found);
  }

  /** Pages in the file, the header's and one that is cut included. */
  get pages(): number {
    return this.#pages.length;
  }

  /** Calls back for every slot in use in the pages of a type, in rising order. */
  each(type: TableType, onRecord: (record: Buffer, slot: number) => void): void {
    for (const [page, { type: own, bytes }] of this.#pages.entries()) {
      if (own === type) eachRecord(type, page, bytes, onRecord);
    }
  }

  /** Slots in use in the pages of a type. */
  count(type: TableType): number {
    let records = 0;
    this.each(type, () => records++);
    return records;
  }

  /** Empties a slot. */
  clear(type: TableType, slot: number): void {
    this.#slot(type, slot).fill(0);
  }

  /** Puts records into the lowest slots that are free, and into new pages at the end when there are no more. */
  add<T>(type: TableType, values: readonly T[], fill: (record: Buffer, value: T) => void): void {
    const free = this.#freeSlots(type);
    for (const value of values) {
      const { value: slot } = free.next();
      fill(this.#slot(type, slot), value);
    }
  }

  /** Makes every torn page an empty one. */
  emptyTorn(): void {
    const [type] = TABLES_IN[this.kind];
    for (let page = 1; page < this.#pages.length; page++) {
      if (this.#pages[page]?.type === null) this.#put(page, type);
    }
  }

  /**
   * Writes the pages that were changed, and then the header when a number in it is not as it should be.
   * @param header how it should be; null leaves it as it is
   * @throws the system's error when the file cannot be written
   */
  async flush(handles: Handles, writes: WriteNumbers, header: FileHeader | null): Promise<void> {
    if (this.missing) await writeFile(this.path, '', { flag: 'wx' });
    for (const page of [...this.#changed].sort((a, b) => a - b)) {
      const { type, bytes } = this.#pages[page] ?? { type: null };
      if (type === null) continue;
      sealPage(bytes, { type, page, write: writes.next() });
      await handles.write(this.path, page, bytes);
    }
    if (header === null || (this.header !== null && headerFaults(this.header, header).length === 0)) return;
    await handles.write(this.path, 0, headerPage(header, writes));
  }

  /** A slot that is about to be changed. */
  #slot(type: TableType, slot: number): Buffer {
    const perPage = slotsPerPage(type);
    const at = Math.floor(slot / perPage);
    const page = this.#pages[at];
    if (page?.type !== type) throw new RangeError(`no slot ${slot}`);
    this.#changed.add(at);
    return slotOf(type, payloadOf(page.bytes), slot % perPage);
  }

  *#freeSlots(type: TableType): Generator<number, never> {
    const perPage = slotsPerPage(type);
    for (let page = 1; ; page++) {
      if (page === this.#pages.length) this.#put(page, type);
      const { type: own, bytes } = this.#pages[page] ?? { type: null };
      if (own !== type) continue;
      for (let at = 0; at < perPage; at++) {
        if (isEmpty(slotOf(type, payloadOf(bytes), at))) yield page * perPage + at;
      }
    }
  }

  #put(page: number, type: TableType): void {
    this.#pages[page] = { type, bytes: emptyPages(1) };
    this.#changed.add(page);
  }
}
