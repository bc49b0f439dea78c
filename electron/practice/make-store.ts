import { open, type FileHandle } from 'node:fs/promises';
import type { PracticeOptions } from '../../shared/practice';
import { Cancelled } from '../run/errors';
import { headerPage, messagePages, type WriteNumbers } from './encode';
import { writeAll } from './handles';
import { PAGE_BYTES } from './layout';
import { emptyPages } from './page';
import { Random } from './random';
import { newHeader, type IndexEntry } from './records';
import { messageParts, pickRecipients, TextMaker } from './text';

/** One message more for every so many is made and deleted again, so that a new store has free pages to use first. */
export const ONE_DELETED_IN = 20;
const BATCH_BYTES = 1 << 20;

export interface MakeHooks {
  readonly signal?: AbortSignal;
  /** Messages made and to be made; about once a megabyte. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Writes in order, a megabyte at a time. */
class Batches {
  /** Begins with the place of the header, which is written last. */
  #pages = [emptyPages(1)];
  #bytes = PAGE_BYTES;
  #position = 0;

  constructor(readonly handle: FileHandle) {}

  /** @returns whether it is time to flush */
  add(pages: Buffer): boolean {
    this.#pages.push(pages);
    this.#bytes += pages.length;
    return this.#bytes >= BATCH_BYTES;
  }

  async flush(): Promise<void> {
    await writeAll(this.handle, Buffer.concat(this.#pages, this.#bytes), this.#position);
    this.#position += this.#bytes;
    this.#pages = [];
    this.#bytes = 0;
  }
}

/**
 * Makes the message store: `options.messages` messages, and between them the free pages of some that are deleted.
 * @param names the users' names
 * @param deliver called for each message that is not deleted; `to` are indexes into `names`
 */
export async function makeStore(
  file: string,
  options: PracticeOptions,
  names: readonly string[],
  writes: WriteNumbers,
  deliver: (message: IndexEntry, to: readonly number[]) => void,
  { signal, onProgress }: MakeHooks,
): Promise<void> {
  const random = new Random(options.seed, 2);
  const texts = new TextMaker(random);
  const header = newHeader('STOR');
  const handle = await open(file, 'wx');
  try {
    const batches = new Batches(handle);
    for (header.nextId = 1; header.records < options.messages; header.nextId++) {
      const id = header.nextId;
      const parts = messageParts(random);
      const to = pickRecipients(random, names.length);
      const toNames = to.map((user) => names[user] ?? '');
      const text = texts.make(random.pick(names), toNames, parts);
      const pages = Array.from({ length: parts }, (_, part) => header.pages + part);
      const deleted = random.chance(1 / (ONE_DELETED_IN + 1));
      const full = batches.add(messagePages(id, text, pages, writes, deleted ? 'F' : 'M'));
      if (deleted) header.free += parts;
      else {
        header.records++;
        deliver({ id, first: header.pages, parts }, to);
      }
      header.pages += parts;
      if (!full) continue;
      await batches.flush();
      onProgress?.(header.records, options.messages);
      if (signal?.aborted) throw new Cancelled();
    }
    await batches.flush();
    await writeAll(handle, headerPage(header, writes), 0);
  } finally {
    await handle.close();
  }
}
