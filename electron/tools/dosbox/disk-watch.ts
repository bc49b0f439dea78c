import { statfs } from 'node:fs/promises';
import type { Stop } from '../stop';

const LOOK_EVERY = 250;

/** Bytes that this account may still write where a folder lies. @throws system errors */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bfree, bsize } = await statfs(folder);
  return (process.getuid?.() === 0 ? bfree : bavail) * bsize;
}

/**
 * Stops a tool when a disk is full. DOSBox keeps what a tool writes to itself for a while, says that it is written, and
 * hears of a full disk when the tool has gone on: the tool would end well with a file that is not whole.
 */
export class DiskWatch {
  readonly #folders: readonly string[];
  readonly #stop: Stop;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> = Promise.resolve();

  constructor(folders: readonly string[], stop: Stop) {
    this.#folders = folders;
    this.#stop = stop;
    this.#timer = setInterval(() => void (this.#looking = this.#look()), LOOK_EVERY);
  }

  /** Looks a last time. Never throws. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    await this.#look();
  }

  async #look(): Promise<void> {
    for (const folder of this.#folders) {
      const free = await freeBytes(folder).catch(() => null); // a disk that went away is another matter
      if (free === 0) this.#stop.now({ code: 'disk-full', params: { folder } });
    }
  }
}
