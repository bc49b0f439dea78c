import { crc32 } from './crc32';
import { AT, LAYOUT_VERSION, MAGIC, PAGE_BYTES, PAGE_TYPES, PAYLOAD_BYTES, type PageType } from './layout';

/** What the head of a page says. */
export interface PageHead {
  readonly type: PageType;
  /** Page number in its file, from 0. */
  readonly page: number;
  readonly write: number;
}

const typeOfByte = new Map(PAGE_TYPES.map((type) => [type.charCodeAt(0), type]));

/** An all-zero buffer of `count` pages. */
export function emptyPages(count: number): Buffer {
  return Buffer.alloc(count * PAGE_BYTES);
}

/** The `index`th page of a buffer, without copying. */
export function pageAt(pages: Buffer, index: number): Buffer {
  return pages.subarray(index * PAGE_BYTES, (index + 1) * PAGE_BYTES);
}

/** The payload area of a page, all 480 bytes, without copying. */
export function payloadOf(page: Buffer): Buffer {
  return page.subarray(AT.payload, AT.checksum);
}

/** The payload as long as its head says. */
export function usedPayloadOf(page: Buffer): Buffer {
  return page.subarray(AT.payload, AT.payload + page.readUInt16LE(AT.length));
}

/**
 * Writes head and checksum around a payload that is already in place.
 * @param length used bytes of the payload
 */
export function sealPage(page: Buffer, head: PageHead, length = PAYLOAD_BYTES): void {
  MAGIC.copy(page);
  page[AT.type] = head.type.charCodeAt(0);
  page[AT.version] = LAYOUT_VERSION;
  page.writeUInt16LE(length, AT.length);
  page.writeUInt32LE(head.page, AT.page);
  page.writeUInt32LE(head.write, AT.write);
  page.writeUInt32LE(crc32(page, 0, AT.checksum), AT.checksum);
}

/**
 * Reads the head of the page that was found as number `expected`.
 * @returns null when it is torn: its checksum does not fit, or it is no page of this layout, or of another place
 */
export function openPage(page: Buffer, expected: number): PageHead | null {
  if (page.length !== PAGE_BYTES || !page.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  if (page.readUInt32LE(AT.checksum) !== crc32(page, 0, AT.checksum)) return null;
  const type = typeOfByte.get(page[AT.type] ?? 0);
  if (type === undefined || page[AT.version] !== LAYOUT_VERSION) return null;
  if (page.readUInt32LE(AT.page) !== expected || page.readUInt16LE(AT.length) > PAYLOAD_BYTES) return null;
  return { type, page: expected, write: page.readUInt32LE(AT.write) };
}
