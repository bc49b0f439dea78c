import { open } from 'node:fs/promises';
import { PAGE_BYTES, RECORD_BYTES, slotsPerPage, type TableType } from './layout';
import { openPage, pageAt, payloadOf, type PageHead } from './page';

const CHUNK_PAGES = 2048;

/** What is told of each page; `head` is null when it is torn. The bytes are only lent until the call returns. */
export type OnPage = (page: number, bytes: Buffer, head: PageHead | null) => void;

/**
 * Reads a file page by page, from the start to where it ends, a megabyte at a time. A cut page at the end is torn.
 * @returns the number of pages, a cut one included
 * @throws the system's error when it cannot be read
 */
export async function scanPages(file: string, onPage: OnPage): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_PAGES * PAGE_BYTES);
    let page = 0;
    for (;;) {
      let filled = 0;
      while (filled < chunk.length) {
        const { bytesRead } = await handle.read(
          chunk,
          filled,
          chunk.length - filled,
          page * PAGE_BYTES + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      for (let at = 0; at * PAGE_BYTES < filled; at++, page++) {
        const bytes = pageAt(chunk.subarray(0, filled), at);
        onPage(page, bytes, openPage(bytes, page));
      }
      if (filled < chunk.length) return page;
    }
  } finally {
    await handle.close();
  }
}

/** Calls back for every slot of a table page that is in use. `slot` counts through the file, page 0 included. */
export function eachRecord(
  type: TableType,
  page: number,
  bytes: Buffer,
  onRecord: (record: Buffer, slot: number) => void,
): void {
  const payload = payloadOf(bytes);
  const perPage = slotsPerPage(type);
  for (let at = 0; at < perPage; at++) {
    const record = slotOf(type, payload, at);
    if (!isEmpty(record)) onRecord(record, page * perPage + at);
  }
}

/** One slot in a payload, without copying. */
export function slotOf(type: TableType, payload: Buffer, at: number): Buffer {
  return payload.subarray(at * RECORD_BYTES[type], (at + 1) * RECORD_BYTES[type]);
}

/** Every record begins with an id or a number that is never 0. */
export function isEmpty(record: Buffer): boolean {
  return record.readUInt32LE(0) === 0;
}

/** A file whose header is damaged, so that nobody can work with it; the message is its name. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}
