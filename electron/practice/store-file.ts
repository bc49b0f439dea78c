import { headerPage, messagePages, partsOf, type WriteNumbers } from './encode';
import { FreePages, runsOf } from './free-pages';
import type { Handles } from './handles';
import { KEPT_FREE, PAGE_BYTES } from './layout';
import { emptyPages, openPage, pageAt, sealPage, usedPayloadOf } from './page';
import { readHeader, readPart, type FileHeader, type IndexEntry } from './records';
import { DamagedFile, scanPages } from './scan';

/** The message store, as the simulated users write it. */
export class StoreFile {
  private constructor(
    readonly file: string,
    readonly header: FileHeader,
    /** Page of the next part, by page. */
    readonly next: number[],
    readonly free: FreePages,
    readonly handles: Handles,
    readonly writes: WriteNumbers,
  ) {}

  /** @throws Error when the file cannot be read or its header is damaged */
  static async open(file: string, handles: Handles, writes: WriteNumbers): Promise<StoreFile> {
    const found: { header: FileHeader | null; highestId: number } = { header: null, highestId: 0 };
    const next: number[] = [];
    const free: { page: number; write: number }[] = [];
    const pages = await scanPages(file, (page, bytes, head) => {
      next.push(0);
      if (head === null) return;
      writes.seen(head.write);
      if (head.type === 'H') found.header = readHeader(bytes);
      if (head.type !== 'M' && head.type !== 'F') return;
      const part = readPart(bytes);
      next[page] = part.next;
      found.highestId = Math.max(found.highestId, part.id);
      if (head.type === 'F') free.push({ page, write: head.write });
    });
    if (found.header === null) throw new DamagedFile(file);
    const nextId = Math.max(found.header.nextId, found.highestId + 1);
    free.sort((a, b) => a.write - b.write);
    const queue = new FreePages(free.map(({ page }) => page));
    return new StoreFile(file, { ...found.header, pages, nextId }, next, queue, handles, writes);
  }

  /** Writes a new message into free pages and, when there are no more of them, at the end. */
  async add(text: Buffer): Promise<IndexEntry> {
    const id = this.header.nextId++;
    const pages = Array.from({ length: partsOf(text) }, () => this.#takePage());
    const encoded = messagePages(id, text, pages, this.writes);
    pages.forEach((page, part) => (this.next[page] = pages[part + 1] ?? 0));
    for (const [start, end] of runsOf(pages)) {
      const run = encoded.subarray(start * PAGE_BYTES, end * PAGE_BYTES);
      await this.handles.write(this.file, pages[start] ?? 0, run);
    }
    this.header.records++;
    await this.#writeHeader();
    return { id, first: pages[0] ?? 0, parts: pages.length };
  }

  /** Makes the pages of a message free; what is in them stays until they are used again. */
  async remove({ id, first, parts }: IndexEntry): Promise<void> {
    const pages: number[] = [];
    for (let page = first; pages.length < parts && page > 0 && page < this.header.pages;) {
      pages.push(page);
      page = this.next[page] ?? 0;
    }
    for (const [start, end] of runsOf(pages)) await this.#freeRun(id, pages.slice(start, end));
    this.header.records = Math.max(0, this.header.records - 1);
    await this.#writeHeader();
  }

  /** @param run pages that lie one behind the other; those of another message are left alone */
  async #freeRun(id: number, run: readonly number[]): Promise<void> {
    const bytes = emptyPages(run.length);
    const first = run[0] ?? 0;
    await this.handles.read(this.file, first, bytes);
    for (const [at, page] of run.entries()) {
      const old = pageAt(bytes, at);
      if (openPage(old, page)?.type !== 'M' || readPart(old).id !== id) continue;
      sealPage(old, { type: 'F', page, write: this.writes.next() }, usedPayloadOf(old).length);
      this.free.add(page);
      this.header.free++;
    }
    await this.handles.write(this.file, first, bytes);
  }

  #takePage(): number {
    const free = this.free.size > this.header.pages * KEPT_FREE ? this.free.take() : undefined;
    if (free === undefined) return this.header.pages++;
    this.header.free = Math.max(0, this.header.free - 1);
    return free;
  }

  async #writeHeader(): Promise<void> {
    await this.handles.write(this.file, 0, headerPage(this.header, this.writes));
  }
}
