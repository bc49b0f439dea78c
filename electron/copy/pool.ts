import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { resourceLimits } from './thread/hash-beside';
import type { Answers, CopyTrouble, CopyWorkerInput, Job, WorkerAnswer } from './job';

/** How long a worker may take to stop at the next segment before it is left behind, ms: a dead share can hold it. */
const STOP_MS = 3_000;

export type Outcome<A> = { readonly answer: A } | { readonly trouble: CopyTrouble };

export interface PoolOptions {
  /** Absolute path of a bundled entry, by its name. */
  readonly entry: (name: string) => string;
  readonly threads: number;
  readonly lockedWaitMs: number;
}

/** Reading and writing overlap, so one thread more than half the cores, three at the most, is worth having. */
export const threadsFor = (cores = os.cpus().length): number => Math.min(3, Math.max(2, cores));

type AnyAnswer = Answers[keyof Answers];

interface Waiting {
  readonly job: Job;
  readonly onBytes: (bytes: number) => void;
  readonly resolve: (outcome: Outcome<AnyAnswer>) => void;
}

interface Member {
  readonly worker: Worker;
  /** What it reads; another job may only be at the disk any more. */
  reading: number | null;
  readonly jobs: Map<number, Waiting>;
}

const cancelledOutcome = { trouble: { side: 'cancelled', code: '', message: 'cancelled' } } as const;

/**
 * A few worker threads that copy, compare and hash files for one run. Every job is answered: with what came of it, with
 * trouble, or, when the pool is cancelled or a thread dies, with the reason. Jobs are begun in the order in which they
 * were given.
 */
export class CopyPool {
  readonly #members: Member[];
  readonly #queue: Waiting[] = [];
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(4));
  #ids = 0;
  #closing = false;
  /** Why nobody is left to do anything, once that is so. */
  #deserted: Outcome<never> | null = null;

  constructor(options: PoolOptions) {
    this.#members = Array.from({ length: options.threads }, () => this.#start(options));
  }

  get threads(): number {
    return this.#members.length;
  }

  async do<J extends Job>(
    job: J,
    onBytes: (bytes: number) => void = () => undefined,
  ): Promise<Outcome<Answers[J['kind']]>> {
    const outcome = await new Promise<Outcome<AnyAnswer>>((resolve) => {
      if (this.#isCancelled()) resolve(cancelledOutcome);
      else if (this.#deserted) resolve(this.#deserted);
      else {
        this.#queue.push({ job, onBytes, resolve });
        this.#next();
      }
    });
    return outcome as Outcome<Answers[J['kind']]>;
  }

  /** Stops at the next segment. What waits is answered `cancelled` at once, and what a hanging thread holds soon after. */
  cancel(): void {
    if (this.#isCancelled()) return;
    Atomics.store(this.#cancelled, 0, 1);
    for (const waiting of this.#queue.splice(0)) waiting.resolve(cancelledOutcome);
    setTimeout(() => {
      for (const member of this.#members) this.#fail(member, cancelledOutcome);
    }, STOP_MS).unref();
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.cancel();
    const ends = Promise.all(this.#members.map(({ worker }) => worker.terminate()));
    // A thread inside a system call that never returns cannot be ended; it must not hold up the run.
    await Promise.race([ends, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
  }

  #start({ entry, lockedWaitMs }: PoolOptions): Member {
    const workerData: CopyWorkerInput = {
      cancelled: this.#cancelled.buffer,
      hashEntry: entry('hash-worker'),
      lockedWaitMs,
    };
    const worker = new Worker(entry('copy-worker'), { workerData, resourceLimits });
    const member: Member = { worker, reading: null, jobs: new Map() };
    worker.on('message', (answer: WorkerAnswer) => this.#hear(member, answer));
    const dead = (reason: string): void => {
      const outcome = { trouble: { side: 'thread', code: '', message: reason } } as const;
      this.#members.splice(this.#members.indexOf(member), 1);
      this.#fail(member, outcome);
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

  #hear(member: Member, said: WorkerAnswer): void {
    const waiting = member.jobs.get(said.id);
    if (!waiting) return;
    if (said.type === 'progress') {
      waiting.onBytes(said.bytes);
      return;
    }
    if (said.type !== 'free') {
      member.jobs.delete(said.id);
      waiting.resolve(said.type === 'done' ? { answer: said.answer } : { trouble: said.trouble });
    }
    if (member.reading === said.id) member.reading = null;
    this.#next();
  }

  /** Answers everything that a member was given, and leaves it behind. */
  #fail(member: Member, outcome: Outcome<never>): void {
    for (const waiting of member.jobs.values()) waiting.resolve(outcome);
    member.jobs.clear();
    member.reading = null;
    this.#next();
  }

  #next(): void {
    for (const member of this.#members) {
      if (member.reading !== null) continue;
      const waiting = this.#queue.shift();
      if (!waiting) return;
      const id = this.#ids++;
      member.reading = id;
      member.jobs.set(id, waiting);
      member.worker.postMessage({ id, job: waiting.job });
    }
  }

  #isCancelled(): boolean {
    return Atomics.load(this.#cancelled, 0) === 1;
  }
}
