import { describe, expect, it } from 'vitest';
import {
  settle,
  type PassResult,
  type SettleHooks,
  type SettleStart,
} from '../../../electron/copy/settling/settle';
import type { SettleLimits, SettlePass, Settling } from '../../../shared/run';

const still: PassResult = { bytesRead: 1, moved: 0, bytes: 0, appeared: 0, vanished: 0, unread: 0 };
const EPOCH = Date.UTC(2026, 0, 2, 3, 4, 5);
const at = (ms: number): string => new Date(EPOCH + ms).toISOString();

interface World {
  /** What each pass finds; the last one is found again and again. */
  readonly finds: readonly Partial<PassResult>[];
  /** ms that a pass takes, and that the calm before it takes. */
  readonly pass?: number;
  readonly calm?: number;
  readonly limits?: Partial<SettleLimits>;
  readonly start?: Partial<SettleStart>;
}

/** Settles in a world with its own clock, which stands still but for passes and calms. */
async function settledIn({ finds, pass = 100, calm = 10, limits, start }: World) {
  let now = EPOCH;
  const told: Settling[] = [];
  const order: string[] = [];
  const numbers: number[] = [];
  const hooks: SettleHooks = {
    now: () => now,
    calm: () => {
      order.push('calm');
      now += calm;
      return Promise.resolve();
    },
    pass: (number) => {
      order.push('pass');
      const found = finds[Math.min(numbers.push(number), finds.length) - 1];
      now += pass;
      return Promise.resolve({ ...still, ...found });
    },
    evidence: () => 'content-and-times',
    told: (settling) => told.push(settling),
  };
  const settling = await settle(
    { passes: 20, minutes: 15, ...limits },
    { copiedAt: EPOCH, passes: [], pass: 0, ...start },
    hooks,
  );
  return { settling, told, order, numbers };
}

describe('settling', () => {
  it('ends with the first pass that finds nothing', async () => {
    const { settling, numbers } = await settledIn({ finds: [{ moved: 3 }, { moved: 1 }, {}] });
    expect(numbers).toEqual([1, 2, 3]);
    expect(settling).toMatchObject({ end: 'settled' });
    expect(settling.passes.map(({ moved }) => moved)).toEqual([3, 1, 0]);
  });

  it('claims the time between the end of the reading before and the beginning of the pass, no more', async () => {
    const { settling } = await settledIn({ finds: [{ moved: 1 }, {}], pass: 100, calm: 10 });
    // copied at 0, calm to 10, pass 1 to 110, calm to 120, pass 2
    expect(settling.interval).toEqual({ from: at(110), to: at(120), evidence: 'content-and-times' });
    expect(settling.passes[1]).toMatchObject({ startedAt: at(120), endedAt: at(220) });
  });

  it('that finds nothing at once claims the time since the last byte was copied', async () => {
    const { settling } = await settledIn({ finds: [{}], start: { copiedAt: EPOCH - 250 } });
    expect(settling.interval).toMatchObject({ from: at(-250), to: at(10) });
  });

  it('rounds inwards: never a ms more than was shown', async () => {
    const { settling } = await settledIn({ finds: [{}], calm: 10.9, start: { copiedAt: EPOCH + 0.1 } });
    expect(settling.interval).toMatchObject({ from: at(1), to: at(10) });
  });

  it('claims nothing when there was no moment between two readings', async () => {
    await expect(settledIn({ finds: [{}], calm: 0.5, start: { copiedAt: EPOCH + 0.1 } })).rejects.toThrow(
      RangeError,
    );
  });

  it.each<keyof PassResult>(['moved', 'appeared', 'vanished'])(
    'is not over while something is %s',
    async (what) => {
      const { settling } = await settledIn({ finds: [{ [what]: 1 }], limits: { passes: 3 } });
      expect(settling).toMatchObject({ end: 'passes', interval: null });
      expect(settling.passes).toHaveLength(3);
    },
  );

  it('ends when twice nothing moved and there is still something that cannot be read', async () => {
    const stuck = await settledIn({ finds: [{ moved: 1, unread: 1 }, { unread: 1 }], limits: { passes: 9 } });
    expect(stuck.settling).toMatchObject({ end: 'unread', interval: null });
    expect(stuck.settling.passes).toHaveLength(3);
    const read = await settledIn({ finds: [{ unread: 1 }, { moved: 1 }, {}], limits: { passes: 9 } });
    expect(read.settling.end, 'it could be read after all').toBe('settled');
  });

  it('waits for calm before every pass', async () => {
    const { order } = await settledIn({ finds: [{ moved: 1 }, {}] });
    expect(order).toEqual(['calm', 'pass', 'calm', 'pass']);
  });

  it('looks at the time between passes only: a pass is never cut off', async () => {
    const long = { pass: 61_000, finds: [{ moved: 1 }], limits: { minutes: 2 } };
    const { settling } = await settledIn(long);
    expect(settling).toMatchObject({ end: 'minutes', interval: null });
    expect(settling.passes).toHaveLength(2);
    const lucky = await settledIn({ ...long, finds: [{ moved: 1 }, {}] });
    expect(lucky.settling.end, 'the pass that took too long was the one that found nothing').toBe('settled');
  });

  it('makes one pass even if there is no time for any', async () => {
    const { settling } = await settledIn({ finds: [{ moved: 1 }], limits: { minutes: 0 } });
    expect(settling.passes).toHaveLength(1);
    expect(settling.end).toBe('minutes');
  });

  it('tells after every pass how far it is, and of its end once', async () => {
    const { told, settling } = await settledIn({ finds: [{ moved: 1 }, { moved: 1 }, {}] });
    expect(told.map(({ passes, end }) => [passes.length, end])).toEqual([
      [1, null],
      [2, null],
      [3, 'settled'],
    ]);
    expect(told.at(-1)).toEqual(settling);
  });

  it('goes on counting after a group was copied again, and its limits begin anew', async () => {
    const before: SettlePass[] = [1, 2].map((pass) => {
      return { ...still, pass, startedAt: at(-2_000), endedAt: at(-1_000) };
    });
    const { settling, numbers } = await settledIn({
      finds: [{ moved: 1 }, {}],
      limits: { passes: 2 },
      start: { passes: before, pass: 2 },
    });
    expect(numbers).toEqual([3, 4]);
    expect(settling.passes.map(({ pass }) => pass)).toEqual([1, 2, 3, 4]);
    expect(settling.end).toBe('settled');
  });

  it('ends with what a pass ends with', async () => {
    const lost = new Error('lost');
    const failing = settle(
      { passes: 2, minutes: 1 },
      { copiedAt: EPOCH, passes: [], pass: 0 },
      {
        now: () => EPOCH,
        calm: () => Promise.resolve(),
        pass: () => Promise.reject(lost),
        evidence: () => 'content',
        told: () => expect.unreachable('nothing was read'),
      },
    );
    await expect(failing).rejects.toBe(lost);
  });
});
