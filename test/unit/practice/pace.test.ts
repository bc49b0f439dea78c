import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pace } from '../../../electron/practice/pace';
import type { PracticePace } from '../../../shared/practice';

const always: PracticePace = { rate: 0, burstMs: 0, pauseMs: 0 };

/** Times of operations in `ms`, on a clock that stands still while nobody waits; an operation takes `opMs`. */
function operations(pace: PracticePace, ms: number, opMs: number): number[] {
  const start = 1000;
  const times: number[] = [];
  const paced = new Pace(pace, start);
  for (let now = start; now < start + ms;) {
    const wait = paced.wait(now);
    if (wait > 0) now += wait;
    else {
      paced.begun(now);
      times.push(now - start);
      now += opMs;
    }
  }
  return times;
}

describe('the pace of simulated users', () => {
  test('keeps to its rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (rate) => {
        const done = operations({ ...always, rate }, 10_000, 1).length;
        expect(Math.abs(done - rate * 10)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('waits for nothing at rate 0', () => {
    expect(operations(always, 100, 1)).toHaveLength(100);
  });

  test('works in bursts with pauses between them', () => {
    const times = operations({ rate: 100, burstMs: 300, pauseMs: 700 }, 10_000, 1);
    expect(times.length).toBeGreaterThan(250);
    expect(times.every((time) => time % 1000 < 300)).toBe(true);
  });

  test('works without pauses when it has no length of a burst', () => {
    expect(operations({ rate: 0, burstMs: 0, pauseMs: 500 }, 100, 1)).toHaveLength(100);
  });

  test('catches up a second at the most', () => {
    const pace = new Pace({ ...always, rate: 10 }, 0);
    let done = 0;
    for (; pace.wait(60_000) <= 0; done++) pace.begun(60_000);
    expect(done).toBeGreaterThan(5);
    expect(done).toBeLessThan(15);
  });
});
