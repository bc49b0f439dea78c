import fs from 'node:fs';
import { notRegular, readFlags } from './open-file';

/** Linux only; Node has it nowhere else. */
const DIRECT = (fs.constants as { O_DIRECT?: number }).O_DIRECT ?? 0;

/** Direct reading begins at multiples of this, on every common disk. Bytes. */
const DISK_BLOCK = 4096;

/** What file systems answer that cannot read directly, on opening or not before the first read. */
const refusals = new Set(['EINVAL', 'ENOTSUP']);

/** What of a file system is used; tests have one that refuses. */
export type FileSystem = Pick<typeof fs, 'openSync' | 'fstatSync' | 'readSync' | 'closeSync'>;

/** An open file as any thread of this process can read it. */
export interface Handle {
  readonly fd: number;
  readonly direct: boolean;
}

export interface OpenOptions {
  /** Read from the disk itself, where system and file system can. */
  readonly direct: boolean;
  readonly system?: FileSystem;
}

/**
 * A regular file that is read from the disk itself and not from the system's memory (O_DIRECT).
 *
 * What was just written is still in the page cache, and reading it from there says nothing about the disk. Direct
 * reading asks the disk, is faster for large files, and does not push other programs' data out of memory. It wants
 * buffers that begin at a page border (`alignedMemory`) and are a multiple of 4096 bytes long, and positions that are
 * such a multiple too. Where it is refused, one file after the other is read through the cache instead.
 *
 * Reading is synchronous, for threads that do nothing else: a share that hangs then holds only its own thread, and
 * not the few that the whole process has for asynchronous files.
 */
export class DiskFile {
  /** Every handle that was opened, the last one in use: another thread may be reading from the one before. */
  readonly #handles: Handle[];

  private constructor(
    private readonly file: string,
    handle: Handle,
    private readonly opened: fs.BigIntStats,
    private readonly system: FileSystem,
  ) {
    this.#handles = [handle];
  }

  /**
   * Opens a file; links are not followed. The caller closes it.
   * @throws the system's error; `EINVAL` when it is no regular file.
   */
  static open(file: string, { direct, system = fs }: OpenOptions): DiskFile {
    const handle = openHandle(file, direct && DIRECT !== 0, system);
    try {
      const stats = system.fstatSync(handle.fd, { bigint: true });
      if (!stats.isFile()) throw notRegular();
      return new DiskFile(file, handle, stats, system);
    } catch (error) {
      system.closeSync(handle.fd);
      throw error;
    }
  }

  /** Size in bytes when it was opened. */
  get bytes(): number {
    return Number(this.opened.size);
  }

  get handle(): Handle {
    const handle = this.#handles.at(-1);
    if (!handle) throw new Error('The file is closed.');
    return handle;
  }

  /**
   * Fills a buffer from a position on.
   * @returns bytes read, fewer than the buffer has only where the file ends.
   * @throws the system's error; `ESTALE` as `goesOnBuffered`.
   */
  read(into: Buffer, position: number): number {
    const asked = this.handle;
    try {
      return readAt(asked, into, position, this.system);
    } catch (error) {
      if (!this.goesOnBuffered(asked, error)) throw error;
      return readAt(this.handle, into, position, this.system);
    }
  }

  /**
   * Leaves direct reading when that is what an error comes from.
   * @param asked the handle that was read from.
   * @returns whether to read again, from the handle that is there now.
   * @throws the system's error when the file cannot be opened again; `ESTALE` when its name leads to another one now.
   */
  goesOnBuffered(asked: Handle, error: unknown): boolean {
    if (!asked.direct || !refusals.has(codeOf(error))) return false;
    if (this.handle.direct) this.#openBuffered();
    return true;
  }

  /** No other thread may be reading any more: the number would soon be that of another file. */
  close(): void {
    for (const { fd } of this.#handles.splice(0)) this.system.closeSync(fd);
  }

  #openBuffered(): void {
    const handle = openHandle(this.file, false, this.system);
    const { dev, ino } = this.system.fstatSync(handle.fd, { bigint: true });
    if (dev === this.opened.dev && ino === this.opened.ino) {
      this.#handles.push(handle);
      return;
    }
    this.system.closeSync(handle.fd);
    throw Object.assign(new Error('another file has taken its place'), { code: 'ESTALE' });
  }
}

/**
 * Fills a buffer from a position of an open file on.
 * @returns bytes read, fewer than the buffer has only where the file ends.
 * @throws the system's error.
 */
export function readAt(
  { fd, direct }: Handle,
  into: Buffer,
  position: number,
  system: FileSystem = fs,
): number {
  let done = 0;
  while (done < into.length) {
    const inBlock = direct ? done % DISK_BLOCK : 0;
    // Direct reading could only go on by reading that block again; mostly it is just the last one of the file.
    if (inBlock > 0 && position + done >= system.fstatSync(fd).size) break;
    const from = done - inBlock;
    const got = system.readSync(fd, into, from, into.length - from, position + from);
    if (from + got <= done) break;
    done = from + got;
  }
  return done;
}

function openHandle(file: string, direct: boolean, system: FileSystem): Handle {
  if (direct) {
    try {
      return { fd: system.openSync(file, readFlags | DIRECT), direct };
    } catch (error) {
      if (!refusals.has(codeOf(error))) throw error;
    }
  }
  return { fd: system.openSync(file, readFlags), direct: false };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
