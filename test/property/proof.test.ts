/**
 * Motivation: the interval that settling claims rests on a proof; the proof must hold for the code that computes it.
 * Description: a set of blocks in memory changes at random moments of a made-up clock while `settle` reads it again and
 * again, each reading taking time; then a file with coarse time stamps is written at random moments between looks.
 * Pass criteria: at every moment of a claimed interval the set is what the copy holds, if no block takes an old content
 * again; and where times are said to be steady, nothing was written between the two readings, old content or not.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settle } from '../../electron/copy/settling/settle';
import { Steadiness } from '../../electron/copy/settling/steadiness';

const NUM_RUNS = 2000;

/** Contents of a few blocks over time: each write gives a block a content that it never had. */
class Blocks {
  now = 1_000;

  constructor(
    readonly count: number,
    readonly writes: readonly { readonly at: number; readonly block: number }[],
  ) {}

  /** What a block holds at a moment: how often it was written until then. */
  content(block: number, at: number): number {
    return this.writes.filter((write) => write.block % this.count === block && write.at <= at).length;
  }

  /** Reads every block, in order, each at a moment of its own. */
  read(tookMs: readonly number[]): number[] {
    return Array.from({ length: this.count }, (_, block) => {
      this.now += tookMs[block % tookMs.length] ?? 0;
      const content = this.content(block, this.now);
      this.now += 0.25;
      return content;
    });
  }
}

test('a claimed interval is one in which the set was the copy, at every moment of it', async () => {
  const ends = new Set<string | null>();
  const moment = fc.double({ min: 1_000, max: 1_400, noNaN: true });
  const runs = fc.record({
    blocks: fc.integer({ min: 1, max: 6 }),
    writes: fc.array(fc.record({ at: moment, block: fc.nat(5) }), { maxLength: 12 }),
    tookMs: fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 1, maxLength: 7 }),
    calmMs: fc.double({ min: 1, max: 60, noNaN: true }),
    passes: fc.integer({ min: 1, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(runs, async ({ blocks, writes, tookMs, calmMs, passes }) => {
      const world = new Blocks(blocks, writes);
      let copy = world.read(tookMs);
      const settling = await settle(
        { passes, minutes: 60 },
        { copiedAt: world.now, passes: [], pass: 0 },
        {
          pass: async () => {
            const read = await Promise.resolve(world.read(tookMs));
            const moved = read.filter((content, block) => content !== copy[block]).length;
            copy = read;
            return { bytesRead: blocks, moved, bytes: moved, appeared: 0, vanished: 0, unread: 0 };
          },
          calm: async () => await Promise.resolve(void (world.now += calmMs)),
          evidence: () => 'content',
          now: () => world.now,
          told: () => undefined,
        },
      );
      ends.add(settling.end);
      expect(settling.passes.length).toBeLessThanOrEqual(passes);
      expect(settling.interval === null).toBe(settling.end !== 'settled');
      if (!settling.interval) return;
      const [from, to] = [Date.parse(settling.interval.from), Date.parse(settling.interval.to)];
      expect(from).toBeLessThanOrEqual(to);
      const moments = [from, to, ...writes.map(({ at }) => at).filter((at) => at >= from && at <= to)];
      for (const at of moments)
        expect(copy).toEqual(Array.from({ length: blocks }, (_, block) => world.content(block, at)));
    }),
    { numRuns: NUM_RUNS },
  );
  expect([...ends].sort()).toEqual(['passes', 'settled']);
});

/** A file whose times move in ticks of a clock, as a file system keeps them. Ms. */
class Stamped {
  constructor(
    readonly writes: readonly number[],
    readonly tickMs: number,
  ) {}

  stateAt(at: number) {
    const last = Math.max(0, ...this.writes.filter((write) => write <= at));
    const stamp =
      BigInt(Math.floor(last / this.tickMs) * this.tickMs) * 1_000_000n + (this.tickMs < 1000 ? 1n : 0n);
    return { identity: '1:1', bytes: 1, modifiedNs: stamp, changedNs: stamp };
  }
}

test('times that are said to be steady mean that nothing was written between two readings', () => {
  let [steadyTimes, othersTimes] = [0, 0];
  const start = 1_000_000;
  const moment = fc.integer({ min: start - 8_000, max: start + 4_000 });
  const files = fc.record({
    writes: fc.array(moment, { maxLength: 6 }),
    tickMs: fc.constantFrom(1, 4, 10, 16, 1000, 2000),
    looks: fc.array(fc.tuple(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 0, max: 30 })), {
      minLength: 1,
      maxLength: 4,
    }),
  });
  fc.assert(
    fc.property(files, ({ writes, tickMs, looks }) => {
      const file = new Stamped(writes, tickMs);
      const steadiness = new Steadiness();
      const readings: { at: number; until: number }[] = [];
      let now = start;
      for (const [pass, [pause, took]] of looks.entries()) {
        const at = (now += pause);
        const until = (now += took);
        steadiness.look({ at, before: file.stateAt(at), until, after: file.stateAt(until) }, pass);
        readings.push({ at, until });
      }
      if (!steadiness.steady) {
        othersTimes++;
        return;
      }
      steadyTimes++;
      const [before, last] = readings.slice(-2);
      // A first reading has nothing before it that it could be compared with.
      expect(last).toBeDefined();
      const between = writes.filter((write) => write > (before?.at ?? 0) && write <= (last?.until ?? 0));
      expect(between).toEqual([]);
    }),
    { numRuns: NUM_RUNS },
  );
  expect(Math.min(steadyTimes, othersTimes)).toBeGreaterThan(NUM_RUNS / 100);
});
