/**
 * Motivation: a copy of open files, with nobody logged off, that is of one instant: that is what settling promises to the
 * administrator, and what no order of copying can give.
 * Description: practice post offices of both shapes are backed up while simulated users work in a process of their own,
 * in bursts with pauses between them, and note what they do and when; then the same with users who never pause.
 * Pass criteria: with pauses, every backup ends `instant`, without a torn page, without a dangling pointer (at no moment
 * has the post office one, see electron/practice/layout.ts), with the number of pointers that the post office had in the
 * claimed interval, and without a message that nobody points to unless an operation was under way just then. Without
 * pauses, backups end `loose` and say which limit was reached and which files still moved. Where a busy machine holds such
 * users up for longer than two readings take, a copy may settle all the same: then it must be of one instant by what the
 * users noted, and another backup is made in its place, at most as many as were asked for. The grade in the bag is
 * that of the run, every bag is valid, and the users' work is whole.
 *
 * `POSTBAG_RUNS=200 npm test -- integration settle` makes 200 of the first and a tenth as many of the second.
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { BAG_RECORD_FILE, BagRecord } from '../../../electron/vault/bag-record';
import type { Grade } from '../../../shared/run';
import { findingWords } from '../../../shared/words/findings';
import { backUpAtWork, expectOfOneInstant, type AtWork, type MadeAtWork } from '../../support/at-work';
import { settlingOf } from '../../support/backup';
import { otherDisk } from '../../support/disks';
import { makePlaces } from '../../support/places';
import { askedRuns } from '../../support/runs';
import { Figures } from '../../support/settle-figures';

const { runs, seed } = askedRuns(10);
const SECONDS_A_RUN = 30;

const usersWho = (round: number, pace: AtWork['pace'], settle: AtWork['settle']): AtWork => ({
  office: { shape: round % 2 === 0 ? 'db6' : 'db8', users: 12, messages: 1000, seed: seed + round },
  pace,
  seed: seed + round,
  settle,
  before: 5,
});

async function made(how: AtWork, check: (made: MadeAtWork) => Promise<void> | void): Promise<void> {
  // In memory where that can be had: there a busy disk does not hold the users up.
  const places = await makePlaces(otherDisk() ?? undefined);
  try {
    const one = await backUpAtWork(places, how);
    expect(one.problems).toEqual([]);
    expect(one.live).toMatchObject({ dangling: 0, orphans: 0, torn: 0, missing: 0 });
    await check(one);
  } finally {
    await rm(places.base, { recursive: true, force: true });
  }
}

/** The grade as the bag itself says it. */
async function gradeInBag({ record }: MadeAtWork): Promise<Grade> {
  const text = await readFile(path.join(record.bag ?? '', BAG_RECORD_FILE), 'utf8');
  return BagRecord.parse(JSON.parse(text)).grade;
}

describe(`a backup of a practice post office with users at work (seed ${seed})`, () => {
  test(
    `who pause now and then is of one instant, ${runs} times out of ${runs}`,
    async () => {
      const figures = new Figures();
      const pace = { rate: 200, burstMs: 1200, pauseMs: 1500 };
      for (let round = 0; round < runs; round++) {
        await made(usersWho(round, pace, { passes: 50, minutes: 5 }), async (one) => {
          figures.add(one);
          expect(one.record.grade, `round ${round}`).toBe('instant');
          expect(await gradeInBag(one)).toBe('instant');
          expectOfOneInstant(one);
        });
      }
      console.log(figures.summary());
      expect(figures.moved).toBeGreaterThan(0);
    },
    60_000 + runs * SECONDS_A_RUN * 1000,
  );

  const fewer = Math.max(2, Math.round(runs / 10));
  test(
    `who never pause is loose and says why, ${fewer} times out of ${fewer}`,
    async () => {
      const figures = new Figures();
      const pace = { rate: 0, burstMs: 0, pauseMs: 0 };
      let heldUp = 0;
      for (let round = 0; round < fewer + heldUp; round++) {
        await made(usersWho(round, pace, { passes: 3, minutes: 5 }), async (one) => {
          figures.add(one);
          expect(await gradeInBag(one)).toBe(one.record.grade);
          if (one.record.grade === 'loose') expectToSayWhy(one);
          else {
            expectOfOneInstant(one);
            heldUp++;
          }
        });
        expect(heldUp, 'rounds in which the system held the users up').toBeLessThanOrEqual(fewer);
      }
      console.log(figures.summary());
    },
    60_000 + fewer * SECONDS_A_RUN * 1000,
  );
});

function expectToSayWhy({ record }: MadeAtWork): void {
  const { end, interval, passes } = settlingOf(record);
  expect({ end, interval, passes: passes.length }).toEqual({ end: 'passes', interval: null, passes: 3 });
  const finding = record.findings.find(({ code }) => code === 'not-settled');
  expect(finding?.params).toMatchObject({ end: 'passes', passes: 3, unread: 0 });
  expect(Number(finding?.params['count'])).toBeGreaterThan(0);
  const { why } = findingWords({ code: 'not-settled', params: finding?.params ?? {} });
  expect(why).toMatch(/People went on writing/);
  expect(why).toMatch(/USR0000\d|U000000\d|LANDATA|CCPOM/);
}
