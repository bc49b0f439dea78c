import { MAX_PARTS } from './layout';
import { readPart, type IndexEntry } from './records';

/** What the pages of a message store hold, one number a page; 0 stands for a page that is torn or not there. */
export class StoreContent {
  /** Messages that have a page in use. Free pages still belong to a message, but nobody misses it. */
  readonly inUse = new Set<number>();
  readonly #ids: number[] = [0];
  /** Part number and number of parts in one: part * 65536 + parts. */
  readonly #places: number[] = [0];
  readonly #next: number[] = [0];

  /** Takes a page in; pages come in rising order, torn ones are left out. */
  add(type: 'M' | 'F', page: number, bytes: Buffer): void {
    while (this.#ids.length < page) this.#push(0, 0, 0);
    const { id, part, parts, next } = readPart(bytes);
    this.#push(id, part * 0x10000 + parts, next);
    if (type === 'M') this.inUse.add(id);
  }

  /** Whether every page of this message is there. Free pages count: what is in them was not used again yet. */
  holds({ id, first, parts }: IndexEntry): boolean {
    if (parts < 1 || parts > MAX_PARTS) return false;
    let page = first;
    for (let part = 0; part < parts; part++) {
      if (this.#ids[page] !== id || this.#places[page] !== part * 0x10000 + parts) return false;
      page = this.#next[page] ?? 0;
    }
    return page === 0;
  }

  #push(id: number, place: number, next: number): void {
    this.#ids.push(id);
    this.#places.push(place);
    this.#next.push(next);
  }
}
