/** ms since 1970, by a clock that never jumps: one that is set back in the night must not turn an interval around. */
export class SteadyClock {
  readonly #epoch = Date.now();
  readonly #began = performance.now();

  now(): number {
    return this.#epoch + (performance.now() - this.#began);
  }

  /** Whole ms since it was made. */
  elapsed(): number {
    return Math.round(performance.now() - this.#began);
  }
}

/** ISO 8601 UTC, to the ms. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
