import { describe, expect, it, vi } from 'vitest';
import { Coalesced, Meter } from '../../../electron/run/progress';

describe('progress', () => {
  it('is heard at most five times a second, and the last of it always', () => {
    vi.useFakeTimers();
    try {
      const heard: number[] = [];
      const coalesced = new Coalesced<number>((value) => heard.push(value));
      for (let value = 0; value < 1000; value++) {
        coalesced.push(value);
        vi.advanceTimersByTime(1);
      }
      expect(heard.length).toBeGreaterThanOrEqual(5);
      expect(heard.length).toBeLessThanOrEqual(6);
      coalesced.flush();
      expect(heard.at(-1)).toBe(999);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the meter', () => {
  it('says nothing before it was warm, then the speed and the time left', () => {
    const meter = new Meter();
    meter.sample(0, 0);
    meter.sample(500, 500);
    expect(meter.rate()).toBeNull();
    meter.sample(2000, 2000);
    expect(meter.rate()).toBeCloseTo(1000);
    expect(meter.etaMs(10_000)).toBeNull();
    meter.sample(4000, 4000);
    expect(meter.etaMs(10_000)).toBe(6000);
  });

  it('does not promise an end while nothing moves', () => {
    const meter = new Meter();
    for (let second = 0; second <= 20; second++) meter.sample(Math.min(second, 5) * 100, second * 1000);
    expect(meter.etaMs(10_000)).toBeNull();
  });

  it('begins again when the next step begins at zero', () => {
    const meter = new Meter();
    meter.sample(0, 0);
    meter.sample(5000, 5000);
    meter.sample(10, 5100);
    expect(meter.rate()).toBeNull();
  });
});
