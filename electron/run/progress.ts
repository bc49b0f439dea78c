/** How long a listener is left alone between two calls, ms. */
const QUIET_MS = 200;

/** Passes on the newest value at most five times a second; the last one always arrives, at `flush` at the latest. */
export class Coalesced<T> {
  #value: T | undefined;
  #timer: NodeJS.Timeout | null = null;
  #last = -Infinity;

  constructor(private readonly listener: (value: T) => void) {}

  push(value: T): void {
    this.#value = value;
    const wait = this.#last + QUIET_MS - performance.now();
    if (wait <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), wait);
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const value = this.#value;
    this.#value = undefined;
    if (value === undefined) return;
    this.#last = performance.now();
    this.listener(value);
  }
}

/** Speed over the last seconds, and the time left, which is not guessed before there is something to guess from. */
export class Meter {
  #samples: { at: number; done: number }[] = [];
  #began = -1;

  /** @param done bytes done so far @param now ms of a steady clock */
  sample(done: number, now = performance.now()): void {
    const newest = this.#samples.at(-1);
    if (newest && done < newest.done) this.reset();
    if (this.#began < 0) this.#began = now;
    this.#samples.push({ at: now, done });
    while (this.#samples.length > 2 && now - (this.#samples[0]?.at ?? now) > 5_000) this.#samples.shift();
  }

  reset(): void {
    this.#samples = [];
    this.#began = -1;
  }

  /** Bytes a second, or null in the first second. */
  rate(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at - this.#began < 1_000 || last.at === first.at) return null;
    return ((last.done - first.done) / (last.at - first.at)) * 1000;
  }

  /** Time left in ms, or null in the first three seconds and while nothing moves. */
  etaMs(total: number): number | null {
    const last = this.#samples.at(-1);
    const rate = this.rate();
    if (!last || rate === null || rate <= 0 || last.at - this.#began < 3_000) return null;
    return Math.round((Math.max(0, total - last.done) / rate) * 1000);
  }
}
