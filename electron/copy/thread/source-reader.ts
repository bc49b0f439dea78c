import fs from 'node:fs';
import { stateOf, type FileState } from '../change';
import { systemCode } from '../../run/errors';
import { CopyFailed, failed, on } from './failed';
import type { Seen } from '../job';
import { stopIfCancelled, type CopyThread } from './thread';

/** Codes that mean that another program keeps a file from being opened, and may let go of it. */
const HELD = new Set(['EBUSY', 'ETXTBSY', 'EAGAIN']);
/** The same for reading bytes of a file that could be opened: there a refusal of access is a lock. */
const LOCKED = new Set([...HELD, 'EACCES', 'EDEADLK']);

/** Pause before a locked region is tried again, ms; doubled each time up to the second figure. */
const BACK_OFF = { first: 20, most: 1000 };

/** How finely it is told which bytes are locked. */
const PROBE = 4096;

/**
 * A file that others may be writing to, opened for reading only and in sharing mode: Postbag never denies anybody
 * anything (Arcserve calls that deny none). A region that is locked is tried again with longer and longer pauses.
 */
export class SourceReader {
  readonly opened: fs.BigIntStats;
  waitedMs = 0;
  #closed = false;

  private constructor(
    private readonly file: string,
    private readonly fd: number,
    private readonly at: number,
    private readonly thread: CopyThread,
  ) {
    this.opened = on('source', () => fs.fstatSync(fd, { bigint: true }));
  }

  /** @throws CopyFailed `source`; `locked` when somebody holds it; `special` when it is no plain file */
  static open(file: string, thread: CopyThread): SourceReader {
    const at = Date.now();
    const fd = openShared(file);
    try {
      const reader = new SourceReader(file, fd, at, thread);
      if (reader.opened.isFile()) return reader;
      throw new CopyFailed({ side: 'special', code: '', message: 'not a plain file' });
    } catch (error) {
      fs.closeSync(fd);
      throw error;
    }
  }

  get before(): FileState {
    return stateOf(this.opened);
  }

  /**
   * Reads until `bytes` are there or the file ends.
   * @returns bytes read
   * @throws CopyFailed
   */
  async read(into: Buffer, bytes: number, position: number): Promise<number> {
    stopIfCancelled(this.thread);
    let done = 0;
    while (done < bytes) {
      const got = await this.#readFree(into.subarray(done, bytes), position + done);
      if (got === 0) break;
      done += got;
    }
    this.thread.onBytes(done);
    return done;
  }

  /** The open handle tells of writes; the path tells whether another file stands there now. */
  look(): Seen {
    const handle = stateOf(on('source', () => fs.fstatSync(this.fd, { bigint: true })));
    const after = { ...handle, identity: this.#identityNow() };
    return { at: this.at, before: this.before, until: Date.now(), after };
  }

  /** May be called more than once. */
  close(): void {
    if (!this.#closed) fs.closeSync(this.fd);
    this.#closed = true;
  }

  #identityNow(): string {
    try {
      return stateOf(fs.statSync(this.file, { bigint: true })).identity;
    } catch {
      return 'gone';
    }
  }

  async #readFree(into: Buffer, position: number): Promise<number> {
    const began = performance.now();
    for (let pause = BACK_OFF.first; ; pause = Math.min(BACK_OFF.most, pause * 2)) {
      try {
        return fs.readSync(this.fd, into, 0, into.length, position);
      } catch (error) {
        if (!LOCKED.has(systemCode(error))) throw failed('source', error);
        const waited = performance.now() - began;
        if (waited + pause > this.thread.lockedWaitMs) throw this.#locked(error, into.length, position);
        await sleep(pause);
        this.waitedMs += pause;
        stopIfCancelled(this.thread);
      }
    }
  }

  /** Finds out which bytes of a stretch are locked, so that a person can look for who holds them. */
  #locked(error: unknown, bytes: number, position: number): CopyFailed {
    const probe = Buffer.alloc(PROBE);
    const refused: number[] = [];
    for (let at = position; at < position + bytes; at += PROBE) {
      try {
        fs.readSync(this.fd, probe, 0, Math.min(PROBE, position + bytes - at), at);
      } catch {
        refused.push(at);
      }
    }
    const first = refused[0] ?? position;
    const to = Math.min(position + bytes, (refused.at(-1) ?? position + bytes - PROBE) + PROBE);
    const { code, message } = failed('locked', error).trouble;
    return new CopyFailed({ side: 'locked', code, message, range: { from: first, to } });
  }
}

function openShared(file: string): number {
  try {
    return fs.openSync(file, 'r');
  } catch (error) {
    throw failed(HELD.has(systemCode(error)) ? 'locked' : 'source', error);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
