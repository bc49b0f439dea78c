import { Worker } from 'node:worker_threads';
import type { CopiedFile, CopyTrouble, WorkerAnswer } from './job';

/** How long a worker may take to stop at the next chunk before it is left behind, ms: a dead share can hold it. */
const STOP_MS = 3_000;

export type CopyOutcome = { readonly file: CopiedFile } | { readonly trouble: CopyTrouble };

interface Waiting {
  readonly source: string;
  readonly target: string;
  readonly onBytes: (bytes: number) => void;
  readonly resolve: (outcome: CopyOutcome) => void;
}

interface Member {
  readonly worker: Worker;
  job: { readonly id: number; readonly waiting: Waiting } | null;
}

const cancelledOutcome: CopyOutcome = { trouble: { side: 'cancelled', code: '', message: 'cancelled' } };

/**
 * A few worker threads that copy files. Every `copy` settles: with the file, with trouble, or, when the pool is
 * cancelled or a thread dies, with the reason.
 */
export class CopyPool {
  readonly #members: Member[];
  readonly #queue: Waiting[] = [];
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(4));
  #ids = 0;
  #closing = false;
  /** Why nobody is left to copy anything, once that is so. */
  #deserted: CopyOutcome | null = null;

  /** @param entry absolute path of the bundled `copy-worker` */
  constructor(entry: string, threads: number) {
    this.#members = Array.from({ length: threads }, () => this.#start(entry));
  }

  copy(source: string, target: string, onBytes: (bytes: number) => void): Promise<CopyOutcome> {
    return new Promise((resolve) => {
      if (this.#isCancelled()) resolve(cancelledOutcome);
      else if (this.#deserted) resolve(this.#deserted);
      else {
        this.#queue.push({ source, target, onBytes, resolve });
        this.#next();
      }
    });
  }

  /** Stops at the next chunk. What waits is answered `cancelled` at once, and what a hanging thread holds soon after. */
  cancel(): void {
    if (this.#isCancelled()) return;
    Atomics.store(this.#cancelled, 0, 1);
    for (const waiting of this.#queue.splice(0)) waiting.resolve(cancelledOutcome);
    setTimeout(
      () => this.#members.forEach((member) => this.#settle(member, cancelledOutcome)),
      STOP_MS,
    ).unref();
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.cancel();
    const ends = Promise.all(this.#members.map(({ worker }) => worker.terminate()));
    // A thread inside a system call that never returns cannot be ended; it must not hold up the run.
    await Promise.race([ends, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
  }

  #start(entry: string): Member {
    const worker = new Worker(entry, { workerData: { cancelled: this.#cancelled.buffer } });
    const member: Member = { worker, job: null };
    worker.on('message', (answer: WorkerAnswer) => this.#hear(member, answer));
    const dead = (reason: string): void => {
      const outcome: CopyOutcome = { trouble: { side: 'thread', code: '', message: reason } };
      this.#members.splice(this.#members.indexOf(member), 1);
      this.#settle(member, outcome);
      if (this.#members.length > 0) return;
      this.#deserted = outcome;
      for (const waiting of this.#queue.splice(0)) waiting.resolve(outcome);
    };
    worker.on('error', (error) => dead(error.message));
    worker.on('exit', (code) => {
      if (!this.#closing && this.#members.includes(member))
        dead(`the copying thread ended (${String(code)})`);
    });
    return member;
  }

  #hear(member: Member, answer: WorkerAnswer): void {
    if (member.job?.id !== answer.id) return;
    if (answer.type === 'progress') member.job.waiting.onBytes(answer.bytes);
    else this.#settle(member, answer.type === 'copied' ? { file: answer.file } : { trouble: answer.trouble });
  }

  #settle(member: Member, outcome: CopyOutcome): void {
    const { job } = member;
    member.job = null;
    job?.waiting.resolve(outcome);
    this.#next();
  }

  #next(): void {
    for (const member of this.#members) {
      if (member.job) continue;
      const waiting = this.#queue.shift();
      if (!waiting) return;
      const id = this.#ids++;
      member.job = { id, waiting };
      member.worker.postMessage({ id, source: waiting.source, target: waiting.target });
    }
  }

  #isCancelled(): boolean {
    return Atomics.load(this.#cancelled, 0) === 1;
  }
}
