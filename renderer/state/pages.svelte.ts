import type { Failure } from '../../shared/result';
import { failureOf } from './bridge';

/** Rows that are shown at once. */
export const PAGE_ROWS = 200;

interface Fetched<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

/** A long list of which one page is here at a time. */
export class Pages<T> {
  offset = $state(0);
  total = $state(0);
  rows = $state.raw<readonly T[]>([]);
  failure = $state.raw<Failure | null>(null);
  loaded = $state(false);
  #turn = 0;

  readonly hasPrevious = $derived(this.offset > 0);
  readonly hasNext = $derived(this.offset + this.rows.length < this.total);

  constructor(private readonly fetch: (offset: number, limit: number) => Promise<Fetched<T>>) {}

  async show(offset: number): Promise<void> {
    const turn = ++this.#turn;
    try {
      const { total, rows } = await this.fetch(offset, PAGE_ROWS);
      if (turn !== this.#turn) return;
      this.offset = offset;
      this.total = total;
      this.rows = rows;
      this.failure = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.failure = failureOf(error);
    }
    this.loaded = true;
  }

  async next(): Promise<void> {
    await this.show(this.offset + PAGE_ROWS);
  }

  async previous(): Promise<void> {
    await this.show(Math.max(0, this.offset - PAGE_ROWS));
  }
}
