/** Bytes that are compared, and replaced, as one. A file's last block may be shorter. */
export const BLOCK = 64 * 1024;

/** Bytes read and written at a time: large enough to keep a disk busy, small enough to cancel promptly. */
export const SEGMENT = 4 * 1024 * 1024;

/**
 * One 64-bit digest for each block of a file, in order: what the copy of the file holds. A gigabyte has a table of
 * 128 KB, so the tables of any set fit in memory.
 */
export type BlockTable = BigUint64Array;

/** Number of blocks in so many bytes. */
export function blocksIn(bytes: number): number {
  return Math.ceil(bytes / BLOCK);
}

/** A table of another length that begins like this one. */
export function resized(table: BlockTable, blocks: number): BlockTable {
  if (table.length === blocks) return table;
  const made = new BigUint64Array(blocks);
  made.set(table.subarray(0, Math.min(blocks, table.length)));
  return made;
}

/**
 * A table as text of one byte a character: in a set of a hundred thousand small files the objects that hold a table
 * would take far more room than what is in it.
 */
export type PackedTable = string;

export function pack(table: BlockTable): PackedTable {
  return Buffer.from(table.buffer, table.byteOffset, table.byteLength).toString('latin1');
}

export function unpack(packed: PackedTable): BlockTable {
  const bytes = Uint8Array.from(Buffer.from(packed, 'latin1')); // at a border of its own, not in Node's pool
  return new BigUint64Array(bytes.buffer);
}
