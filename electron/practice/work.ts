import { performance } from 'node:perf_hooks';
import type { PracticeCounts } from '../../shared/practice';
import type { FromUsers } from './messages';
import type { Pace } from './pace';
import type { Done } from './traffic';

const PROGRESS_EVERY_MS = 250;

/** The loop of the users' process: one operation after the other at the given pace, until it is to stop. */
export class Work {
  readonly #counts: PracticeCounts = { ops: 0, sent: 0, read: 0, deleted: 0 };
  /** Tickets of those who wait for a number of operations, or for rest. */
  #awaited: { ticket: number; ops: number }[] = [];
  #restAsked: number[] = [];
  #resting = false;
  #stopping = false;
  #wake: () => void = () => undefined;
  #toldAt = 0;

  constructor(
    readonly step: () => Promise<Done>,
    readonly pace: Pace,
    readonly tell: (message: FromUsers) => void,
  ) {}

  /** Works until `stop`; between two operations it listens to the verbs below. */
  async run(): Promise<PracticeCounts> {
    while (!this.#stopping) {
      const wait = this.#resting ? Infinity : this.pace.wait(performance.now());
      if (this.#resting) this.#answerRest();
      if (wait > 0) await this.#sleep(wait);
      else await this.#work();
    }
    return this.#counts;
  }

  pause(ticket: number): void {
    this.#resting = true;
    this.#restAsked.push(ticket);
    this.#wake();
  }

  resume(ticket: number): void {
    this.#answerRest();
    this.#resting = false;
    this.#done(ticket);
    this.#wake();
  }

  /** Answers when `ops` more operations are done. */
  after(ticket: number, ops: number): void {
    this.#awaited.push({ ticket, ops: this.#counts.ops + ops });
    this.#answerAwaited();
  }

  stop(): void {
    this.#stopping = true;
    this.#wake();
  }

  async #work(): Promise<void> {
    const now = performance.now();
    this.pace.begun(now);
    this.#counts[await this.step()]++;
    this.#counts.ops++;
    this.#answerAwaited();
    if (now - this.#toldAt < PROGRESS_EVERY_MS) return;
    this.#toldAt = now;
    this.tell({ type: 'progress', ...this.#counts });
  }

  #answerAwaited(): void {
    const { ops } = this.#counts;
    for (const { ticket } of this.#awaited.filter((one) => one.ops <= ops)) this.#done(ticket);
    this.#awaited = this.#awaited.filter((one) => one.ops > ops);
  }

  #answerRest(): void {
    for (const ticket of this.#restAsked.splice(0)) this.#done(ticket);
  }

  #done(ticket: number): void {
    this.tell({ type: 'done', ticket, ...this.#counts });
  }

  /** Until the time is over or somebody asks for something. */
  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = ms === Infinity ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => undefined;
  }
}
