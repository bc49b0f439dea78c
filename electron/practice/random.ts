/**
 * A small seeded generator of pseudo-random numbers: the same seed and stream give the same numbers on every machine
 * and every version of Node. The method is mulberry32: a 32-bit counter that grows by a fixed odd step, and a mix of
 * shifts and multiplications over it. Good enough for made-up mail, of no use for secrets.
 */
export class Random {
  #state: number;

  /**
   * @param seed any integer from 0 to 2^53
   * @param stream another sequence of the same seed, so that one use of numbers does not shift another
   */
  constructor(seed: number, stream = 0) {
    const high = Math.floor(seed / 0x1_0000_0000);
    this.#state = (seed ^ Math.imul(high, 0x9e3779b1) ^ Math.imul(stream, 0x85ebca6b)) | 0;
  }

  /** From 0 up to, but without, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** An integer from 0 up to, but without, `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws RangeError when there is nothing to pick from */
  pick<T>(from: readonly T[]): T {
    const index = this.below(from.length);
    if (!(index in from)) throw new RangeError('nothing to pick from');
    return from[index] as T;
  }
}
