import { PART_TEXT_BYTES, slotsPerPage, type TableType } from './layout';
import { emptyPages, pageAt, payloadOf, sealPage } from './page';
import { writeHeader, writePart, type FileHeader } from './records';
import { slotOf } from './scan';

/** Gives write numbers, one for each page that is written; after 2^32 they begin again. */
export class WriteNumbers {
  #last = 0;

  next(): number {
    this.#last = (this.#last + 1) >>> 0;
    return this.#last;
  }

  /** Numbers go on after the highest one seen. */
  seen(write: number): void {
    this.#last = Math.max(this.#last, write);
  }
}

/** A sealed header page. */
export function headerPage(header: FileHeader, writes: WriteNumbers): Buffer {
  const page = emptyPages(1);
  sealPage(page, { type: 'H', page: 0, write: writes.next() }, writeHeader(page, header));
  return page;
}

/** How many parts a text takes. */
export function partsOf(text: Buffer): number {
  return Math.max(1, Math.ceil(text.length / PART_TEXT_BYTES));
}

/**
 * The sealed pages of one message, one after the other.
 * @param pages the page of the store for each part
 * @param type `F` makes them pages of a message that is deleted already
 */
export function messagePages(
  id: number,
  text: Buffer,
  pages: readonly number[],
  writes: WriteNumbers,
  type: 'M' | 'F' = 'M',
): Buffer {
  const encoded = emptyPages(pages.length);
  pages.forEach((page, part) => {
    const bytes = pageAt(encoded, part);
    const piece = text.subarray(part * PART_TEXT_BYTES, (part + 1) * PART_TEXT_BYTES);
    const length = writePart(bytes, { id, part, parts: pages.length, next: pages[part + 1] ?? 0 }, piece);
    sealPage(bytes, { type, page, write: writes.next() }, length);
  });
  return encoded;
}

/**
 * The sealed pages of a table with these records, packed from the first slot on.
 * @param firstPage number of its first page in the file
 */
export function tablePages<T>(
  type: TableType,
  records: readonly T[],
  fill: (record: Buffer, value: T, at: number) => void,
  firstPage: number,
  writes: WriteNumbers,
): Buffer {
  const perPage = slotsPerPage(type);
  const pages = Math.ceil(records.length / perPage);
  const encoded = emptyPages(pages);
  records.forEach((value, at) => {
    const page = pageAt(encoded, Math.floor(at / perPage));
    fill(slotOf(type, payloadOf(page), at % perPage), value, at);
  });
  for (let at = 0; at < pages; at++) {
    sealPage(pageAt(encoded, at), { type, page: firstPage + at, write: writes.next() });
  }
  return encoded;
}
