const TIDY_AT = 4096;

/** Free pages in the order they became free: the one freed longest ago is used again first. */
export class FreePages {
  #pages: number[];
  #start = 0;

  constructor(pages: number[]) {
    this.#pages = pages;
  }

  get size(): number {
    return this.#pages.length - this.#start;
  }

  add(page: number): void {
    this.#pages.push(page);
  }

  take(): number | undefined {
    const page = this.#pages[this.#start];
    if (page === undefined) return undefined;
    this.#start++;
    if (this.#start >= TIDY_AT) {
      this.#pages = this.#pages.slice(this.#start);
      this.#start = 0;
    }
    return page;
  }
}

/** Where in `pages` each row of pages that lie one behind the other begins and ends (the end not included). */
export function runsOf(pages: readonly number[]): [start: number, end: number][] {
  const runs: [number, number][] = [];
  let start = 0;
  for (let at = 1; at <= pages.length; at++) {
    if (pages[at] === (pages[at - 1] ?? 0) + 1) continue;
    runs.push([start, at]);
    start = at;
  }
  return runs;
}
