import type { ToolTrouble } from '../../shared/tools';
import type { ToolCall } from './runner';

/** How long a process that was killed may take to be gone, ms. One that hangs in a system call never goes. */
const GONE_WITHIN = 10_000;

/** What may end a call before the tool ends by itself. The first one counts. */
export class Stop {
  #trouble: ToolTrouble | null = null;
  readonly #controller = new AbortController();
  readonly #limit: NodeJS.Timeout;
  readonly #signal: AbortSignal;
  readonly #cancelled = (): void => this.now({ code: 'cancelled', params: {} });

  constructor({ limitMs, signal }: Pick<ToolCall, 'limitMs' | 'signal'>) {
    this.#limit = setTimeout(() => this.now({ code: 'limit', params: { ms: limitMs } }), limitMs);
    this.#signal = signal;
    if (signal.aborted) this.#cancelled();
    else signal.addEventListener('abort', this.#cancelled, { once: true });
  }

  /** Why it was stopped; null while it was not. */
  get trouble(): ToolTrouble | null {
    return this.#trouble;
  }

  now(trouble: ToolTrouble): void {
    if (this.#trouble !== null) return;
    this.#trouble = trouble;
    this.#controller.abort();
  }

  /** Calls something when it is stopped, or at once when it was. */
  then(act: () => void): void {
    if (this.#trouble !== null) act();
    else this.#controller.signal.addEventListener('abort', act, { once: true });
  }

  /** Waits for something for as long as it takes, but not much longer when it is stopped. @returns null when it did not come */
  async waitFor<T>(coming: Promise<T>, goneWithin = GONE_WITHIN): Promise<T | null> {
    let timer: NodeJS.Timeout | undefined;
    const given = new Promise<null>((resolve) => {
      this.then(() => (timer = setTimeout(() => resolve(null), goneWithin)));
    });
    try {
      return await Promise.race([coming, given]);
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    clearTimeout(this.#limit);
    this.#signal.removeEventListener('abort', this.#cancelled);
  }
}
