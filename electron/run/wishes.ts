import type { GroupId } from '../../shared/postoffice';

/**
 * What a person may want of a run that waits for a word: to copy a group again or to seal, to go on without waiting any
 * longer, to disconnect everybody who is still there.
 */
export type Wish = { readonly redo: GroupId } | 'seal' | 'go-on' | 'disconnect-all';

/** What a waiting step hears. */
export interface Heard {
  /**
   * The next wish; null when none came in time.
   * @param withinMs waits for ever without it
   * @throws the signal's reason
   */
  next(signal: AbortSignal, withinMs?: number): Promise<Wish | null>;
}

/** Carries a person's wishes to the step that listens for them. */
export class Wishes {
  #accepts: ((wish: Wish) => boolean) | null = null;
  #heard: Wish[] = [];
  #wake: (() => void) | null = null;

  /** @returns false when nobody listens for such a wish now */
  say(wish: Wish): boolean {
    if (this.#accepts?.(wish) !== true) return false;
    this.#heard.push(wish);
    this.#wake?.();
    return true;
  }

  /** Listens while `work` goes on; what is said meanwhile is kept until it is asked for. */
  async listen<T>(accepts: (wish: Wish) => boolean, work: (heard: Heard) => Promise<T>): Promise<T> {
    this.#accepts = accepts;
    this.#heard = [];
    try {
      return await work({ next: async (signal, withinMs) => await this.#next(signal, withinMs) });
    } finally {
      this.#accepts = null;
    }
  }

  async #next(signal: AbortSignal, withinMs?: number): Promise<Wish | null> {
    signal.throwIfAborted();
    if (this.#heard.length === 0) await this.#wait(signal, withinMs);
    signal.throwIfAborted();
    return this.#heard.shift() ?? null;
  }

  async #wait(signal: AbortSignal, withinMs?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    this.#wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    if (withinMs !== undefined) timer = setTimeout(wake, withinMs);
    await woken;
    this.#wake = null;
    signal.removeEventListener('abort', wake);
    clearTimeout(timer);
  }
}
