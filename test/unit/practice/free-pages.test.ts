import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FreePages, runsOf } from '../../../electron/practice/free-pages';

test('the page freed longest ago is used first, however many there are', () => {
  const pages = new FreePages([1, 2, 3]);
  const taken: (number | undefined)[] = [];
  for (let page = 4; page <= 10_000; page++) {
    pages.add(page);
    taken.push(pages.take());
    expect(pages.size).toBe(3);
  }
  for (let left = 0; left < 4; left++) taken.push(pages.take());
  expect(taken).toEqual([...Array.from({ length: 10_000 }, (_, at) => at + 1), undefined]);
});

test('runs are as long as they can be and cover every page in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12)), (pages) => {
      const runs = runsOf(pages).map(([start, end]) => pages.slice(start, end));
      expect(runs.flat()).toEqual(pages);
      for (const run of runs) expect(run).toEqual(run.map((_, at) => (run[0] ?? 0) + at));
      for (const [at, run] of runs.entries()) {
        if (at > 0) expect(run[0]).not.toBe((runs[at - 1]?.at(-1) ?? 0) + 1);
      }
    }),
  );
  expect(runsOf([])).toEqual([]);
});
