import { FILE_KINDS, PART_HEAD_BYTES, PAYLOAD_BYTES, type FileKind } from './layout';
import { payloadOf } from './page';

/** Payload of a header page; the fields are described in layout.ts. */
export interface FileHeader {
  readonly kind: FileKind;
  pages: number;
  records: number;
  users: number;
  free: number;
  nextId: number;
  readonly user: number;
}
const HEADER_BYTES = 28;

/** A header with every counter 0 and one page, itself. */
export function newHeader(kind: FileKind, user = 0): FileHeader {
  return { kind, pages: 1, records: 0, users: 0, free: 0, nextId: 0, user };
}

/** @returns the length of the payload in bytes */
export function writeHeader(page: Buffer, header: FileHeader): number {
  const payload = payloadOf(page);
  payload.write(header.kind, 0, 'ascii');
  const { pages, records, users, free, nextId, user } = header;
  [pages, records, users, free, nextId, user].forEach((value, at) =>
    payload.writeUInt32LE(value, 4 + at * 4),
  );
  return HEADER_BYTES;
}

/** @returns null when the kind of file is not one of the layout */
export function readHeader(page: Buffer): FileHeader | null {
  const payload = payloadOf(page);
  const kind = FILE_KINDS.find((known) => known === payload.toString('ascii', 0, 4));
  if (kind === undefined) return null;
  const field = (index: number): number => payload.readUInt32LE(4 + index * 4);
  return {
    kind,
    pages: field(0),
    records: field(1),
    users: field(2),
    free: field(3),
    nextId: field(4),
    user: field(5),
  };
}

/** One index entry: which page of the store a message starts on, and how many it has. */
export interface IndexEntry {
  readonly id: number;
  readonly first: number;
  readonly parts: number;
}

export function writeIndexRecord(record: Buffer, { id, first, parts }: IndexEntry): void {
  record.writeUInt32LE(id, 0);
  record.writeUInt32LE(first, 4);
  record.writeUInt32LE(parts, 8);
}

export function readIndexRecord(record: Buffer): IndexEntry {
  return { id: record.readUInt32LE(0), first: record.readUInt32LE(4), parts: record.readUInt32LE(8) };
}

/** One user in the directory. */
export interface DirectoryEntry {
  readonly user: number;
  readonly name: string;
}

export function writeDirectoryRecord(record: Buffer, { user, name }: DirectoryEntry): void {
  record.writeUInt32LE(user, 0);
  record.write(name, 8, 'ascii');
}

export function readDirectoryRecord(record: Buffer): DirectoryEntry {
  const text = record.toString('ascii', 8);
  const end = text.indexOf('\0');
  return { user: record.readUInt32LE(0), name: end < 0 ? text : text.slice(0, end) };
}

/** One pointer of a user to a message. */
export interface Pointer {
  readonly id: number;
  readonly read: boolean;
  readonly folder: number;
}
const READ_FLAG = 1;

export function writePointerRecord(record: Buffer, { id, read, folder }: Pointer): void {
  record.writeUInt32LE(id, 0);
  record.writeUInt16LE(read ? READ_FLAG : 0, 4);
  record.writeUInt16LE(folder, 6);
}

export function readPointerRecord(record: Buffer): Pointer {
  return {
    id: record.readUInt32LE(0),
    read: (record.readUInt16LE(4) & READ_FLAG) !== 0,
    folder: record.readUInt16LE(6),
  };
}

/** The head of one part of a message, as a message page carries it. */
export interface Part {
  readonly id: number;
  readonly part: number;
  readonly parts: number;
  /** Page of the next part, 0 after the last one. */
  readonly next: number;
}

/** @returns the length of the payload in bytes */
export function writePart(page: Buffer, { id, part, parts, next }: Part, text: Buffer): number {
  const payload = payloadOf(page);
  payload.writeUInt32LE(id, 0);
  payload.writeUInt16LE(part, 4);
  payload.writeUInt16LE(parts, 6);
  payload.writeUInt32LE(next, 8);
  const length = PART_HEAD_BYTES + text.copy(payload, PART_HEAD_BYTES);
  payload.fill(0, length, PAYLOAD_BYTES);
  return length;
}

export function readPart(page: Buffer): Part {
  const payload = payloadOf(page);
  return {
    id: payload.readUInt32LE(0),
    part: payload.readUInt16LE(4),
    parts: payload.readUInt16LE(6),
    next: payload.readUInt32LE(8),
  };
}
