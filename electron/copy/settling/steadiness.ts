import { sameState, type FileState } from '../change';
import type { Seen } from '../job';

/** A write this long after another may carry the same time where a system keeps parts of a second, ms. */
const FINE_TICK = 50;
/** The same where only whole seconds, or every second one, are kept. */
const COARSE_TICK = 2500;

/**
 * Follows the state of one file over all looks at it, to say whether it moved since the pass before. This is what closes
 * the one gap of settling, a byte that changed and changed back between two readings: where a system keeps times for
 * open files, such a write moves them.
 */
export class Steadiness {
  #state: FileState | null = null;
  /** When the state was seen first, ms since 1970. */
  #since = Infinity;
  #pass = -1;
  /** First look in the newest pass, and in the one before it. */
  #first = -Infinity;
  #firstBefore = -Infinity;

  /** As it was at the last look. */
  get state(): FileState | null {
    return this.#state;
  }

  /** @param pass in which the file was looked at; passes never go back */
  look({ at, before, until, after }: Seen, pass: number): void {
    if (pass !== this.#pass) [this.#firstBefore, this.#first, this.#pass] = [this.#first, at, pass];
    this.#first = Math.min(this.#first, at); // pieces of one file are read side by side
    this.#see(before, at);
    this.#see(after, until);
  }

  /**
   * Whether times say that nothing was written between the reading in the pass before and the reading in this one. They
   * say so only if every look showed the same state, and if the last write lay far enough before the first of them:
   * another write within the same tick of the file system's clock would not have moved the time.
   */
  get steady(): boolean {
    if (!this.#state || this.#since > this.#firstBefore) return false;
    const { modifiedNs, changedNs } = this.#state;
    const newest = modifiedNs > changedNs ? modifiedNs : changedNs;
    const tick = newest % 1_000_000_000n === 0n ? COARSE_TICK : FINE_TICK;
    return Number(newest / 1_000_000n) + tick < this.#firstBefore;
  }

  #see(state: FileState, at: number): void {
    if (this.#state && sameState(this.#state, state)) {
      this.#since = Math.min(this.#since, at);
      return;
    }
    this.#state = state;
    this.#since = at;
  }
}
