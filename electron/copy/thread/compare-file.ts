import fs from 'node:fs';
import { BLOCK, SEGMENT, type BlockTable } from '../blocks';
import { failed, on } from './failed';
import type { ComparedPiece, ComparePiece } from '../job';
import { SourceReader } from './source-reader';
import { keepTimes } from './target-writer';
import type { CopyThread } from './thread';

/** Unit in which it is told how much moved: the page of a database. */
const PAGE = 512;

/** Blocks that moved, collected while a piece is read. */
interface Moves {
  readonly blocks: number[];
  readonly digests: bigint[];
  moved: number;
}

/**
 * Reads a piece of a source file again, compares it block by block with what the copy holds, and replaces in the copy
 * what differs, with the bytes that were just read. Afterwards the copy holds, for each block of the piece, what was
 * read in this pass; that is what the proof of settling rests on (settle.ts).
 *
 * The copy is never written to if its bytes have another name too, in an older bag: then the file has to be copied as a
 * whole.
 *
 * @throws CopyFailed
 */
export async function comparePiece(piece: ComparePiece, thread: CopyThread): Promise<ComparedPiece> {
  const source = SourceReader.open(piece.source, thread);
  const patch = new Patch(piece.target);
  const moves: Moves = { blocks: [], digests: [], moved: 0 };
  try {
    const size = source.before.bytes;
    const end = piece.last ? size : piece.to;
    const read = await readAgain(source, { ...piece, to: end }, thread, patch, moves);
    const resize = piece.last && size !== piece.bytes;
    const short = piece.from + read < Math.max(end, piece.from);
    if (resize && !short) patch.resize(size);
    const redo = patch.forbidden || short;
    await patch.finish(source.opened);
    return {
      seen: source.look(),
      read,
      size,
      blocks: moves.blocks,
      digests: BigUint64Array.from(moves.digests),
      moved: moves.moved,
      redo,
    };
  } finally {
    patch.close();
    source.close();
  }
}

/** @returns bytes read: fewer than asked for when the file has become shorter meanwhile */
async function readAgain(
  source: SourceReader,
  piece: ComparePiece,
  thread: CopyThread,
  patch: Patch,
  moves: Moves,
): Promise<number> {
  const [segment = Buffer.alloc(SEGMENT)] = thread.ring.slots;
  for (let at = piece.from; at < piece.to;) {
    const want = Math.min(SEGMENT, piece.to - at);
    const got = await source.read(segment, want, at);
    compare(segment.subarray(0, got), at, piece, thread, (block, bytes, digest) => {
      moves.moved += patch.replace(bytes, block * BLOCK);
      moves.blocks.push(block);
      moves.digests.push(digest);
    });
    at += got;
    if (got < want) return at - piece.from;
  }
  return Math.max(0, piece.to - piece.from);
}

function compare(
  bytes: Buffer,
  at: number,
  { from, table }: { readonly from: number; readonly table: BlockTable },
  thread: CopyThread,
  differs: (block: number, bytes: Buffer, digest: bigint) => void,
): void {
  for (let offset = 0; offset < bytes.length; offset += BLOCK) {
    const block = bytes.subarray(offset, Math.min(bytes.length, offset + BLOCK));
    const digest = thread.digest(block);
    if (table[(at - from + offset) / BLOCK] !== digest) differs((at + offset) / BLOCK, block, digest);
  }
}

/** The copy of one file, opened for writing only when something has to be replaced. */
class Patch {
  #fd: number | null = null;
  #written = false;
  /** Its bytes belong to an older bag too. */
  forbidden = false;
  readonly #old = Buffer.alloc(BLOCK);

  constructor(private readonly target: string) {}

  /** Replaces bytes of the copy. @returns how many of them differed, in whole pages @throws CopyFailed `target` */
  replace(bytes: Buffer, position: number): number {
    return on('target', () => {
      const fd = this.#open();
      const got = fs.readSync(fd, this.#old, 0, bytes.length, position);
      if (!this.forbidden) {
        let done = 0;
        while (done < bytes.length)
          done += fs.writeSync(fd, bytes, done, bytes.length - done, position + done);
        this.#written = true;
      }
      return differing(bytes, this.#old.subarray(0, got));
    });
  }

  resize(bytes: number): void {
    on('target', () => {
      const fd = this.#open();
      if (this.forbidden) return;
      fs.ftruncateSync(fd, bytes);
      this.#written = true;
    });
  }

  /** Waits for the disk if anything was replaced. @throws CopyFailed `target` */
  async finish(times: fs.BigIntStats): Promise<void> {
    const fd = this.#fd;
    if (fd === null || !this.#written) return;
    on('target', () => keepTimes(fd, times));
    await new Promise<void>((resolve, reject) => {
      fs.fsync(fd, (error) => (error ? reject(failed('target', error)) : resolve()));
    });
  }

  close(): void {
    if (this.#fd !== null) fs.closeSync(this.#fd);
    this.#fd = null;
  }

  #open(): number {
    if (this.#fd === null) {
      this.#fd = fs.openSync(this.target, 'r+');
      this.forbidden = fs.fstatSync(this.#fd).nlink > 1;
    }
    return this.#fd;
  }
}

function differing(now: Buffer, before: Buffer): number {
  let bytes = Math.abs(now.length - before.length);
  const common = Math.min(now.length, before.length);
  for (let at = 0; at < common; at += PAGE) {
    const end = Math.min(common, at + PAGE);
    if (now.compare(before, at, end, at, end) !== 0) bytes += end - at;
  }
  return bytes;
}
