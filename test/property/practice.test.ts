/**
 * Motivation: a grade must never be better than what the checker of the practice post office finds in the copy.
 * Description: practice post offices of random size are backed up while their users work at a random pace, with pauses
 * and without, and note what they do. The checker counts the copy.
 * Pass criteria: a copy with the grade `instant` holds no torn page and no dangling pointer: the users write so that
 * neither exists at any moment, not even within an operation (electron/practice/layout.ts). It holds as many pointers as
 * the post office had in the claimed interval, and a message that nobody points to only if an operation was under way
 * then. Every bag is valid, and the users' work is whole when they have stopped.
 *
 * See test/support/runs.ts for how to run it more often, and how to repeat one case.
 */
import fc from 'fast-check';
import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { backUpAtWork, expectOfOneInstant, type AtWork } from '../support/at-work';
import { makePlaces } from '../support/places';
import { askedRuns } from '../support/runs';
import { holdsFor, timeFor } from './assert';
import { Tally } from './tally';

const asked = askedRuns(25);

const pace = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      rate: fc.constantFrom(0, 50, 400),
      burstMs: fc.integer({ min: 1, max: 800 }),
      pauseMs: fc.integer({ min: 1, max: 1500 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      rate: fc.constantFrom(0, 1000),
      burstMs: fc.constant(0),
      pauseMs: fc.constant(0),
    }),
  },
);
const atWork: fc.Arbitrary<AtWork> = fc.record({
  office: fc.record({
    shape: fc.constantFrom('db6', 'db8'),
    users: fc.integer({ min: 1, max: 12 }),
    messages: fc.nat(800),
    seed: fc.nat(1000),
  }),
  pace,
  seed: fc.nat(100_000),
  settle: fc.record({
    passes: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(25)),
    minutes: fc.constantFrom(0, 0.05, 0.2),
  }),
  before: fc.integer({ min: 1, max: 20 }),
});

test(
  `no grade is better than what the checker finds (seed ${asked.seed})`,
  async () => {
    const tally = new Tally();
    await holdsFor(atWork, asked, async (how) => await check(how, tally));
    console.log(tally.summary());
    if (asked.path === null) tally.expectAllKinds();
  },
  timeFor(asked),
);

async function check(how: AtWork, tally: Tally): Promise<void> {
  const places = await makePlaces();
  try {
    const made = await backUpAtWork(places, how);
    tally.steps(made.operations.length);
    tally.run(made.record);
    expect(made.problems).toEqual([]);
    expect(made.live).toMatchObject({ dangling: 0, torn: 0, orphans: 0, missing: 0 });
    if (made.record.grade !== 'loose') expectOfOneInstant(made);
  } finally {
    await rm(places.base, { recursive: true, force: true });
  }
}
