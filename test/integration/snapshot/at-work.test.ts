/**
 * Motivation: what a snapshot is for: all files of one instant while people write, where no order of copying helps. And
 * what it is not: a btrfs snapshot does not hold up those who write while it is made (docs/snapshots.md), so it may claim
 * one instant only where nothing was written then.
 * Description: practice post offices of both shapes on real volumes are backed up while simulated users work in a process
 * of their own, and note what they do and when: from btrfs snapshots, with users who pause and with users who never do;
 * from clones of the files on XFS; and by the plain linear method, under the same traffic.
 * Pass criteria: whatever claims to be `instant` has no torn page, no pointer that leads nowhere, and the pointers that the
 * post office had at that instant; no message is left that nobody points to, but for operations that were under way. With
 * pauses every btrfs snapshot is that. Clones are `per-file` and never torn. Not all linear copies are whole, and none
 * claims to be. Nothing is left of the snapshots.
 *
 * `POSTBAG_RUNS=30 npm test -- integration at-work` makes 30 of each.
 */
import { readdir, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { usualBackupOptions } from '../../../shared/run';
import type { StillOptions } from '../../../shared/still';
import { backUpAtWork, expectOfOneInstant, type AtWork, type MadeAtWork } from '../../support/at-work';
import { cannotMount } from '../../support/disks';
import { makePlaces } from '../../support/places';
import { askedRuns } from '../../support/runs';
import { makeDisk, noDisk } from './volumes';

const { runs, seed } = askedRuns(3);
const SECONDS_A_RUN = 60;
const within = 60_000 + runs * SECONDS_A_RUN * 1000;

const atFullSpeed = { rate: 0, burstMs: 0, pauseMs: 0 };
const withPauses = { rate: 200, burstMs: 800, pauseMs: 2500 };

function usersWho(pace: AtWork['pace'], round: number, still: Partial<StillOptions> | null): AtWork {
  return {
    office: { shape: round % 2 === 0 ? 'db6' : 'db8', users: 12, messages: 1500, seed: seed + round },
    pace,
    seed: seed + round,
    settle: { passes: 1, minutes: 0 },
    before: 20,
    ...(still && { method: 'snapshot', still: { ...usualBackupOptions.still, ...still } }),
  };
}

/** Makes a backup of a post office on the volume, and checks that nothing of a snapshot is left. */
async function made(
  volume: string,
  how: AtWork,
  check: (made: MadeAtWork) => Promise<void> | void,
): Promise<void> {
  const places = await makePlaces(volume);
  try {
    const one = await backUpAtWork(places, how);
    expect(one.problems).toEqual([]);
    expect(one.live).toMatchObject({ dangling: 0, orphans: 0, torn: 0, missing: 0 });
    await check(one);
    expect((await readdir(places.base)).filter((name) => name.startsWith('.postbag-'))).toEqual([]);
  } finally {
    await rm(places.base, { recursive: true, force: true });
  }
}

test(
  `with users who pause, ${runs} backups from btrfs snapshots are of one instant (seed ${seed})`,
  async ({ skip }) => {
    skip(noDisk('btrfs') !== null, noDisk('btrfs') ?? '');
    const { point } = await makeDisk('btrfs');
    for (let round = 0; round < runs; round++) {
      await made(point, usersWho(withPauses, round, { calmSeconds: 1 }), (one) => {
        const { grade, still, settling, findings } = one.record;
        expect({ grade, settling, held: still?.held, exact: still?.exact, calm: still?.calm?.calm }).toEqual({
          grade: 'instant',
          settling: null,
          held: true,
          exact: true,
          calm: true,
        });
        expect(findings.map(({ code }) => code)).not.toContain('written-while-made');
        expectOfOneInstant(one);
      });
    }
  },
  within,
);

test(
  `with users who never pause, ${runs} btrfs snapshots claim no more than was shown (seed ${seed})`,
  async ({ skip }) => {
    skip(noDisk('btrfs') !== null, noDisk('btrfs') ?? '');
    const { point } = await makeDisk('btrfs');
    for (let round = 0; round < runs; round++) {
      await made(point, usersWho(atFullSpeed, round, { calm: 'off' }), (one) => {
        const { grade, still, findings } = one.record;
        if (grade === 'instant') {
          expect(still?.exact).toBe(true);
          expectOfOneInstant(one);
          return;
        }
        expect({ grade, exact: still?.exact }).toEqual({ grade: 'loose', exact: false });
        expect(findings.map(({ code }) => code)).toContain('written-while-made');
      });
    }
  },
  within,
);

test(
  `with users who never pause, ${runs} backups from clones are whole file by file (seed ${seed})`,
  async ({ skip }) => {
    skip(noDisk('xfs') !== null, noDisk('xfs') ?? '');
    const { point } = await makeDisk('xfs');
    for (let round = 0; round < runs; round++) {
      await made(point, usersWho(atFullSpeed, round, { calm: 'off' }), ({ record, copy }) => {
        const { grade, still } = record;
        expect({ grade, provider: still?.provider }).toEqual({ grade: 'per-file', provider: 'reflink' });
        expect(copy).toMatchObject({ torn: 0, missing: 0 });
      });
    }
  },
  within,
);

test(
  `with users who never pause, ${runs} linear copies are not whole, and do not say so (seed ${seed})`,
  async ({ skip }) => {
    skip(cannotMount !== null, cannotMount ?? '');
    const { point } = await makeDisk('ext4');
    let damaged = 0;
    for (let round = 0; round < runs; round++) {
      await made(point, usersWho(atFullSpeed, round, null), ({ record, copy }) => {
        expect(record.grade).toBe('loose');
        if (copy.torn + copy.dangling + copy.orphans > 0) damaged++;
      });
    }
    expect(damaged).toBeGreaterThan(runs / 2);
  },
  within,
);
