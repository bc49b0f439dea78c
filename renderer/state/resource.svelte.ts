import type { Failure } from '../../shared/result';
import { failureOf } from './bridge';

/** Something that is fetched and may be fetched again; the newest answer wins, the old value stays until then. */
export class Resource<T> {
  value = $state.raw<T>() as T;
  failure = $state.raw<Failure | null>(null);
  /** Whether it was fetched at least once. */
  loaded = $state(false);
  #turn = 0;

  constructor(
    private readonly fetch: () => Promise<T>,
    initial: T,
  ) {
    this.value = initial;
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const value = await this.fetch();
      if (turn !== this.#turn) return;
      this.value = value;
      this.failure = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.failure = failureOf(error);
    }
    this.loaded = true;
  }
}
