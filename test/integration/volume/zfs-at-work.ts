import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { usualBackupOptions } from '../../../shared/run';
import type { StillId } from '../../../shared/still';
import { backUpAtWork, expectOfOneInstant, type AtWork } from '../../support/at-work';
import { makePlaces } from '../../support/places';
import { askedRuns } from '../../support/runs';
import { poolOf, type GetZfs } from './zfs-world';

const { runs, seed } = askedRuns(3);
const within = 120_000 + runs * 60_000;

const atFullSpeed = (round: number, method: 'snapshot' | 'mirror'): AtWork => ({
  office: { shape: round % 2 === 0 ? 'db6' : 'db8', users: 12, messages: 400, seed: seed + round },
  pace: { rate: 0, burstMs: 0, pauseMs: 0 },
  seed: seed + round,
  settle: { passes: 1, minutes: 0 },
  method,
  still: { ...usualBackupOptions.still, calm: 'off' },
  before: 20,
});

/** Makes backups of a post office on a pool while its users write as fast as they can, and looks at each. */
async function backUps(folder: string, method: 'snapshot' | 'mirror', provider: StillId): Promise<void> {
  for (let round = 0; round < runs; round++) {
    const places = { ...(await makePlaces()), postOffice: path.join(folder, `office ${String(round)}`) };
    const made = await backUpAtWork(places, atFullSpeed(round, method));
    expect(made.problems).toEqual([]);
    expect(made.live).toMatchObject({ dangling: 0, orphans: 0, torn: 0, missing: 0 });
    const { grade, still, settling, pendingUndos } = made.record;
    expect({ grade, held: still?.held, used: still?.provider, phase: still?.phase, settling }).toEqual({
      grade: 'instant',
      held: true,
      used: provider,
      phase: 'gone',
      settling: null,
    });
    expect(pendingUndos).toEqual([]);
    expectOfOneInstant(made);
    await rm(places.postOffice, { recursive: true });
  }
}

/** Registers the tests. `POSTBAG_RUNS=30 npm test -- integration volume/zfs -t "full speed"` makes 30 of each. */
export function atWorkTests(zfsOf: GetZfs): void {
  test(
    `${String(runs)} backups from snapshots, with users at full speed, are of one instant (seed ${String(seed)})`,
    async () => {
      const pool = poolOf(zfsOf, '1@300');
      const before = pool.state();
      const folder = pool.makeDataset('mail');
      const empty = pool.state();
      await backUps(folder, 'snapshot', 'zfs');
      expect(pool.state()).toBe(empty);
      expect(empty).not.toBe(before);
    },
    within,
  );

  test(
    `${String(runs)} backups from halves of mirrors, with users at full speed, are of one instant (seed ${String(seed)})`,
    async () => {
      const pool = poolOf(zfsOf, 'mirror 1@200 2@200');
      await backUps(pool.makeDataset('mail'), 'mirror', 'zfs-mirror');
    },
    within,
  );
}
