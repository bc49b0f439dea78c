import type { PracticePace } from '../../shared/practice';

/** Operations that a process which came late may catch up with, as time. */
const CATCH_UP_MS = 1000;

/** When the next operation is due. Times are ms of any clock that does not go back. */
export class Pace {
  readonly #started: number;
  #due: number;

  constructor(
    readonly pace: PracticePace,
    now: number,
  ) {
    this.#started = now;
    this.#due = now;
  }

  /** How many ms to wait from `now` until the next operation; 0 or less when it is due. */
  wait(now: number): number {
    const { burstMs, pauseMs } = this.pace;
    if (burstMs > 0 && pauseMs > 0) {
      const inRound = (now - this.#started) % (burstMs + pauseMs);
      if (inRound >= burstMs) return burstMs + pauseMs - inRound;
    }
    return this.pace.rate > 0 ? this.#due - now : 0;
  }

  /** An operation was begun at `now`. */
  begun(now: number): void {
    if (this.pace.rate > 0) this.#due = Math.max(this.#due, now - CATCH_UP_MS) + 1000 / this.pace.rate;
  }
}
