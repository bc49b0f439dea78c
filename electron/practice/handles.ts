import { open, type FileHandle } from 'node:fs/promises';
import { PAGE_BYTES } from './layout';

/** Pages in one write: a mail client writes a long message in several pieces, and so do the simulated users. */
const PIECE_PAGES = 8;
/** Systems allow a process some hundreds of open files; those not used for longest are closed first. */
const MOST_OPEN = 400;

/** Writes all of `bytes`, also when the system takes them a part at a time, as it does when a disk runs full. */
export async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
  }
}

/** The files of a post office, opened when first used and kept open for long, as mail clients do. */
export class Handles {
  /** By path, the one used last at the end. */
  readonly #open = new Map<string, FileHandle>();
  /** Closed since, but perhaps not on the disk yet. */
  readonly #unsynced = new Set<string>();

  /** Writes pages that lie one behind the other, in pieces. */
  async write(file: string, firstPage: number, pages: Buffer): Promise<void> {
    const handle = await this.#handle(file);
    const piece = PIECE_PAGES * PAGE_BYTES;
    for (let at = 0; at < pages.length;) {
      const length = Math.min(piece, pages.length - at);
      at += (await handle.write(pages, at, length, firstPage * PAGE_BYTES + at)).bytesWritten;
    }
  }

  /** Reads as many pages as `pages` has room for; what lies behind the end of the file stays as it is. */
  async read(file: string, firstPage: number, pages: Buffer): Promise<void> {
    const handle = await this.#handle(file);
    for (let at = 0; at < pages.length;) {
      const { bytesRead } = await handle.read(pages, at, pages.length - at, firstPage * PAGE_BYTES + at);
      if (bytesRead === 0) return;
      at += bytesRead;
    }
  }

  /** Brings everything to the disk and closes all files. */
  async close(): Promise<void> {
    const handles = [...this.#open.values()];
    this.#open.clear();
    for (const handle of handles) await syncAndClose(handle);
    for (const file of this.#unsynced) await syncAndClose(await open(file, 'r+'));
    this.#unsynced.clear();
  }

  async #handle(file: string): Promise<FileHandle> {
    const handle = this.#open.get(file) ?? (await open(file, 'r+'));
    this.#open.delete(file);
    this.#open.set(file, handle);
    const [oldest] = this.#open;
    if (this.#open.size > MOST_OPEN && oldest !== undefined) {
      this.#open.delete(oldest[0]);
      this.#unsynced.add(oldest[0]);
      await oldest[1].close();
    }
    return handle;
  }
}

async function syncAndClose(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
