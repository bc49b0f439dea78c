/**
 * The inner layout of a practice post office. It is Postbag's own and has nothing to do with the inside of cc:Mail;
 * only the file names are shaped like those of a post office (domain.md 1.2 and 1.3), so that the same formats
 * recognise and copy it.
 *
 * Every file is a row of pages of 512 bytes, numbered from 0. All numbers are unsigned and little-endian, names are
 * ASCII. There are no times in the files, so the same options always make the same bytes.
 *
 * A page:
 *
 *     offset  bytes  what
 *          0      4  magic "PBPO"
 *          4      1  type: "H" header, "I" index, "D" directory, "P" pointers, "M" message, "F" free
 *          5      1  layout version, 1
 *          6      2  payload length in bytes, at most 480; what follows in the payload area is 0
 *          8      4  page number in its file
 *         12      4  write number: counts up with every page written anywhere in the set, so the newer one is known
 *         16     12  reserved, 0
 *         28    480  payload
 *        508      4  checksum: CRC-32 (the one of ZIP and Ethernet) of bytes 0 to 507
 *
 * Page 0 of every file is its header. Payload of an "H" page, 28 bytes:
 *
 *          0      4  kind of file: "STOR" messages, "INDX" index, "DIRY" directory, "BOTH" directory and index, "USER"
 *          4      4  pages in the file, this one included
 *          8      4  records: messages in use (STOR), index entries (INDX, BOTH), users (DIRY), pointers (USER)
 *         12      4  users in the directory (BOTH and DIRY), else 0
 *         16      4  free pages (STOR), else 0
 *         20      4  next message id (STOR), else 0
 *         24      4  number of the user (USER), else 0
 *
 * The other pages of user, directory and index files are tables of slots; an empty slot is all 0, and a record never
 * moves to another slot:
 *
 *     page  slots  bytes  record
 *      "I"     30     16  0: message id (4) · 4: first page in the store (4) · 8: pages of the message (4) · 12: reserved
 *      "D"      8     60  0: user number (4) · 4: reserved (4) · 8: name, padded with 0 (52)
 *      "P"     60      8  0: message id (4) · 4: flags (2): bit 0 = was read · 6: folder (2), 0 = inbox
 *
 * Payload of an "M" page, one part of a message, 12 bytes and text:
 *
 *          0      4  message id; ids count up from 1 and are never given twice
 *          4      2  part, from 0
 *          6      2  parts of the whole message, 1 to 400
 *          8      4  page of the next part; 0 in the last one
 *         12  1-468  text; the pages of a message with an attachment hold any bytes
 *
 * A page of a deleted message becomes "F" and keeps its payload until it is used again: the one freed longest ago
 * first, and only while more than an eighth of the store is free, else the file grows. So mail that was just deleted is
 * still readable through an older index, and a page that was used again is noticed by the other message id it carries.
 *
 * A message is reached only by pointer (user file) -> entry (index) -> pages (store). Files:
 *
 *     shape  group      files
 *     db6    users      USR00001, USR00002, …           one for each user, decimal number
 *            directory  CLANDATA                        "BOTH": "D" and "I" pages mixed
 *            store      MLANDATA                        "STOR"
 *     db8    users      U0000001, U0000002, …
 *            directory  CCPOMI ("INDX"), CCPODS ("DIRY")
 *            store      CCPOMS
 *     both              PRACTICE.TXT                    see marker.ts
 *
 * Order of writing, as a mail client does it. Send: message pages, then index entry, then the pointers of those who
 * receive it. Delete: pointer; when nobody points to the message any more, index entry, then its pages become free.
 * After each of these the counters in that file's header. Between two such operations a post office is whole: no
 * dangling pointer, no orphan, no torn page.
 */

export const LAYOUT_VERSION = 1;
export const PAGE_BYTES = 512;
export const MAGIC = Buffer.from('PBPO', 'ascii');

/** Offsets in a page, in bytes. */
export const AT = { type: 4, version: 5, length: 6, page: 8, write: 12, payload: 28, checksum: 508 } as const;
export const PAYLOAD_BYTES = AT.checksum - AT.payload;

/** Page types, one ASCII letter each. */
export const PAGE_TYPES = ['H', 'I', 'D', 'P', 'M', 'F'] as const;
export type PageType = (typeof PAGE_TYPES)[number];

/** Kinds of files as the header names them. */
export const FILE_KINDS = ['STOR', 'INDX', 'DIRY', 'BOTH', 'USER'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Types of pages that are tables of slots, and the size of their records in bytes. */
export const RECORD_BYTES = { I: 16, D: 60, P: 8 } as const;
export type TableType = keyof typeof RECORD_BYTES;

/** Bytes before the text in a message page, and how much text fits behind them. */
export const PART_HEAD_BYTES = 12;
export const PART_TEXT_BYTES = PAYLOAD_BYTES - PART_HEAD_BYTES;

/** Free pages are used again only while they are more than this part of the store. */
export const KEPT_FREE = 1 / 8;

/** A message has at most this many pages. */
export const MAX_PARTS = 400;

/** Slots in one page of a table. */
export function slotsPerPage(type: TableType): number {
  return PAYLOAD_BYTES / RECORD_BYTES[type];
}
