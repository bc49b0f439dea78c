import { Worker } from 'node:worker_threads';
import type { ReadRequest, SegmentReader } from './read-ahead';
import type { Segments } from './segments';
import { diesWith } from './worker-end';

/** What the thread is given. */
export interface ReaderInput {
  readonly memory: SharedArrayBuffer;
}

/** What it answers to each request, in their order. `code` is the system's; without one it is no fault of the file. */
export type ReadAnswer = { readonly bytes: number } | ReadFailure;

interface ReadFailure {
  readonly message: string;
  readonly code: string | undefined;
}

interface Waiting {
  readonly resolve: (bytes: number) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that does nothing but read segments, so that the one that hashes never waits for the disk. */
export class ReaderThread implements SegmentReader {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #dead: Error | null = null;

  /** @param entry absolute path of the bundled `read-worker.entry.ts`. */
  constructor(entry: string, segments: Segments) {
    const workerData: ReaderInput = { memory: segments.memory };
    this.#worker = new Worker(entry, { workerData, resourceLimits: { maxYoungGenerationSizeMb: 2 } });
    this.#worker.on('message', (answer: ReadAnswer) => {
      const waiting = this.#waiting.shift();
      if ('bytes' in answer) waiting?.resolve(answer.bytes);
      else waiting?.reject(rebuilt(answer));
    });
    diesWith(this.#worker, 'reading thread', (error) => {
      this.#dead = error;
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  /** @throws the system's error; one without a code when the thread is dead. */
  async read(request: ReadRequest): Promise<number> {
    return await new Promise((resolve, reject) => {
      if (this.#dead) {
        reject(this.#dead);
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request);
    });
  }
}

function rebuilt({ message, code }: ReadFailure): Error {
  const error = new Error(message);
  return code === undefined ? error : Object.assign(error, { code });
}
