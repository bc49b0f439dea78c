import { headerPage, type WriteNumbers } from './encode';
import type { Handles } from './handles';
import { slotsPerPage, type TableType } from './layout';
import { emptyPages, payloadOf, sealPage } from './page';
import { readHeader, type FileHeader } from './records';
import { DamagedFile, eachRecord, isEmpty, scanPages, slotOf } from './scan';

/**
 * One file of slots, with its tables in memory: every change is one page written in place, then the header. Pages
 * that were torn when the file was opened are never written again.
 */
export class TableFile {
  readonly #free: number[] = [];

  private constructor(
    readonly file: string,
    readonly type: TableType,
    readonly header: FileHeader,
    readonly pages: Map<number, Buffer>,
    readonly handles: Handles,
    readonly writes: WriteNumbers,
  ) {}

  /** @throws Error when the file cannot be read or its header is damaged */
  static async open(
    file: string,
    type: TableType,
    handles: Handles,
    writes: WriteNumbers,
  ): Promise<TableFile> {
    const pages = new Map<number, Buffer>();
    const found: { header: FileHeader | null } = { header: null };
    const count = await scanPages(file, (page, bytes, head) => {
      if (head !== null) writes.seen(head.write);
      if (head?.type === 'H') found.header = readHeader(bytes);
      if (head?.type === type) pages.set(page, Buffer.from(bytes));
    });
    if (found.header === null) throw new DamagedFile(file);
    const table = new TableFile(file, type, { ...found.header, pages: count }, pages, handles, writes);
    table.#findFree();
    return table;
  }

  /** Calls back for every slot in use. */
  each(onRecord: (record: Buffer, slot: number) => void): void {
    for (const [page, bytes] of this.pages) eachRecord(this.type, page, bytes, onRecord);
  }

  /**
   * Puts a record into a free slot, the file growing by a page when there is none.
   * @returns the slot
   */
  async add(fill: (record: Buffer) => void): Promise<number> {
    if (this.#free.length === 0) this.#grow();
    const slot = this.#free.pop() ?? 0;
    await this.change(slot, fill);
    this.header.records++;
    await this.#writeHeader();
    return slot;
  }

  /** Changes a record in its place. */
  async change(slot: number, fill: (record: Buffer) => void): Promise<void> {
    const perPage = slotsPerPage(this.type);
    const page = Math.floor(slot / perPage);
    const bytes = this.pages.get(page);
    if (bytes === undefined) throw new RangeError(`no slot ${slot}`);
    fill(slotOf(this.type, payloadOf(bytes), slot % perPage));
    sealPage(bytes, { type: this.type, page, write: this.writes.next() });
    await this.handles.write(this.file, page, bytes);
  }

  async remove(slot: number): Promise<void> {
    await this.change(slot, (record) => void record.fill(0));
    this.#free.push(slot);
    this.header.records = Math.max(0, this.header.records - 1);
    await this.#writeHeader();
  }

  #grow(): void {
    this.pages.set(this.header.pages, emptyPages(1));
    this.#addFree(this.header.pages);
    this.header.pages++;
  }

  #findFree(): void {
    for (const page of [...this.pages.keys()].reverse()) this.#addFree(page);
  }

  /** Slots are taken from the end of the list, so the lowest one is put there last. */
  #addFree(page: number): void {
    const payload = payloadOf(this.pages.get(page) ?? emptyPages(1));
    const perPage = slotsPerPage(this.type);
    for (let at = perPage - 1; at >= 0; at--) {
      if (isEmpty(slotOf(this.type, payload, at))) this.#free.push(page * perPage + at);
    }
  }

  async #writeHeader(): Promise<void> {
    await this.handles.write(this.file, 0, headerPage(this.header, this.writes));
  }
}
