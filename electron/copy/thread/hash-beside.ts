import { createHash, type Hash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { CopyFailed } from './failed';
import type { Ring } from './ring';

/** Threads that keep their data outside the heap need none of the room that V8 would give them, MB. */
export const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** What a hashing thread is told: the next bytes of the stream, or that it has ended. */
export type HashMessage = { readonly slot: number; readonly bytes: number } | { readonly end: true };

/** What it answers: that it is done with the bytes, or the checksum. */
export interface HashAnswer {
  readonly sha256: string | null;
}

interface Waiting {
  readonly resolve: (answer: HashAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * SHA-256 of a stream of segments, computed by a thread of its own while this one goes on reading and writing: where
 * the runtime's SHA-256 is slow, nothing waits for it but the end of the file. The thread begins with the first large
 * file, and takes one stream at a time.
 */
export class HashBeside {
  #worker: Worker | null = null;
  readonly #waiting: Waiting[] = [];

  /** @param entry absolute path of the bundled `hash-worker` */
  constructor(
    private readonly entry: string,
    private readonly ring: Ring,
  ) {}

  /** Hashes the first bytes of a slot. The slot must not be written to until this is done. */
  async update(slot: number, bytes: number): Promise<void> {
    await this.#ask({ slot, bytes });
  }

  /** Ends the stream; the next update begins another one. @returns 64 hexadecimal digits */
  async end(): Promise<string> {
    const { sha256 } = await this.#ask({ end: true });
    if (sha256 === null) throw dead('no checksum');
    return sha256;
  }

  async #ask(message: HashMessage): Promise<HashAnswer> {
    const worker = this.#worker ?? this.#start();
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      worker.postMessage(message);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.entry, { workerData: { memory: this.ring.memory }, resourceLimits });
    this.#worker = worker;
    worker.on('message', (answer: HashAnswer) => this.#waiting.shift()?.resolve(answer));
    const end = (reason: string): void => {
      this.#worker = null;
      for (const { reject } of this.#waiting.splice(0)) reject(dead(reason));
    };
    worker.on('error', (error) => end(error.message));
    worker.on('exit', (code) => end(`the hashing thread ended (${String(code)})`));
    return worker;
  }
}

function dead(message: string): CopyFailed {
  return new CopyFailed({ side: 'thread', code: '', message });
}

/** SHA-256 of what is in memory already. */
export function sha256Of(bytes: Uint8Array): string {
  return startSha256().update(bytes).digest('hex');
}

export const startSha256 = (): Hash => createHash('sha256');
