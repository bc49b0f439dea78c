import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as passes } from 'node:timers/promises';
import { systemCode } from '../../run/errors';
import type { Channel } from '../output';

const LOOK_EVERY = 100;
const BLOCK = 64 * 1024;

/**
 * Reads a file that grows, from its beginning.
 * @param over resolves when nothing is added to it any more
 * @param enough whether the rest is of no use
 * @returns whether the file was there
 * @throws system errors
 */
export async function follow(
  file: string,
  channel: Channel,
  over: Promise<unknown>,
  enough: () => boolean,
): Promise<boolean> {
  const reader = new Reader(file);
  const ended = over.then(() => true);
  try {
    for (let last = false; ;) {
      await reader.pass(channel, enough);
      if (last || enough()) return reader.found;
      // What is read after the end is all there will be.
      last = await Promise.race([ended, passes(LOOK_EVERY, false)]);
    }
  } finally {
    await channel.end();
    await reader.close();
  }
}

/** Reads on from where it was. */
class Reader {
  #handle: FileHandle | null = null;
  #from = 0;

  constructor(private readonly file: string) {}

  get found(): boolean {
    return this.#handle !== null;
  }

  async pass(channel: Channel, enough: () => boolean): Promise<void> {
    this.#handle ??= await openIfThere(this.file);
    while (this.#handle && !enough()) {
      const { bytesRead, buffer } = await this.#handle.read(Buffer.alloc(BLOCK), 0, BLOCK, this.#from);
      if (bytesRead === 0) return;
      this.#from += bytesRead;
      await channel.take(buffer.subarray(0, bytesRead));
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}

const openIfThere = async (file: string): Promise<FileHandle | null> =>
  await open(file, 'r').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
