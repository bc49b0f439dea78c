import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { batchesOf } from './batches';
import { HashProgress, type FileHash, type FileToHash, type HashFiles, type HashFilesOptions } from './hash-files'; // prettier-ignore
import { diesWith, endWorkers } from './worker-end';

/** What a hashing thread says: bytes that it has hashed, and what came of the batch it was given, in its order. */
export type HashThreadMessage =
  | { readonly type: 'bytes'; readonly bytes: number }
  | { readonly type: 'batch'; readonly hashes: readonly FileHash[] };

/** Hashing is bound by the processor, and more threads than this by the disk. */
const threadsAtMost = 4;
/** One thread waits for the disk while the other hashes, even on one core. */
const threadsAtLeast = 2;

/**
 * `HashFiles` in a few threads, as fast as disk and processor allow: 2 to 4 of them, each with 4 MB of buffers. Large
 * files are read from the disk itself where the system can (`DiskFile`). When aborted it takes two seconds at most,
 * even when a share does not answer.
 * @param entryFile absolute path of the bundled `checksum-worker.entry.ts`, beside which `read-worker` lies.
 * @returns what throws an Error without a code, besides, when a thread ends before it is done.
 */
export function hashFilesInThreads(entryFile: string): HashFiles {
  return async (files, onHash, { signal, onProgress }) => {
    signal?.throwIfAborted();
    const pool = new HashPool(files, onHash, new HashProgress(files, onProgress));
    const workers = pool.start(entryFile);
    let abort: (() => void) | undefined;
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
    });
    try {
      await Promise.race([aborted, pool.done]);
    } finally {
      if (abort) signal?.removeEventListener('abort', abort);
      pool.stop();
      await endWorkers(workers);
    }
  };
}

/**
 * SHA-256 of many files, in threads.
 * @param entryFile as for `hashFilesInThreads`.
 * @returns for each path 64 hexadecimal digits, or the system's code for why it could not be read.
 * @throws as `hashFilesInThreads`.
 */
export async function sha256OfFiles(
  files: readonly { readonly file: string; readonly bytes: number }[],
  entryFile: string,
  options: HashFilesOptions = {},
): Promise<Map<string, { readonly sha256: string } | { readonly code: string }>> {
  const found = new Map<string, { readonly sha256: string } | { readonly code: string }>();
  const onHash = (number: number, hash: FileHash) => {
    const path = files[number]?.file ?? '';
    found.set(path, 'code' in hash ? hash : { sha256: hash.digests[0] ?? '' });
  };
  const hashNames = ['sha256'];
  await hashFilesInThreads(entryFile)(files.map(({ file, bytes }) => ({ file, bytes, hashNames })), onHash, options); // prettier-ignore
  return found;
}

/** Kept small: a thread has little but buffers, and left to itself collects tens of megabytes before it cleans up. */
const resourceLimits = { maxYoungGenerationSizeMb: 4 };

class HashPool {
  readonly #batches: IterableIterator<number[]>;
  readonly #threads: number;
  #running = true;
  done: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly files: readonly FileToHash[],
    private readonly onHash: (file: number, hash: FileHash) => void,
    private readonly progress: HashProgress,
  ) {
    const batches = batchesOf(files.map(({ bytes }) => bytes));
    const cores = Math.min(threadsAtMost, Math.max(threadsAtLeast, os.cpus().length));
    this.#threads = Math.min(batches.length, cores);
    this.#batches = batches.values();
  }

  start(entryFile: string): Worker[] {
    const workers = Array.from({ length: this.#threads }, () => new Worker(entryFile, { resourceLimits }));
    this.done = Promise.all(workers.map((worker) => this.#keepBusy(worker)));
    return workers;
  }

  stop(): void {
    this.#running = false;
  }

  /** Gives a thread batch after batch, until there are no more. */
  async #keepBusy(worker: Worker): Promise<void> {
    let batch: readonly number[] = [];
    await new Promise<void>((resolve, reject) => {
      const next = () => {
        const { value, done } = this.#batches.next() as IteratorResult<number[], undefined>;
        if (done) {
          resolve();
          return;
        }
        batch = value;
        worker.postMessage(batch.map((file) => this.files[file]));
      };
      worker.on('message', (message: HashThreadMessage) => {
        if (!this.#running) return;
        if (message.type === 'bytes') {
          this.progress.add(0, message.bytes);
          return;
        }
        if (message.hashes.length !== batch.length) {
          reject(new Error('The hashing thread did not answer for every file.'));
          return;
        }
        for (const [index, hash] of message.hashes.entries()) this.onHash(batch[index] ?? -1, hash);
        this.progress.add(batch.length, 0);
        next();
      });
      diesWith(worker, 'hashing thread', reject);
      next();
    });
  }
}
