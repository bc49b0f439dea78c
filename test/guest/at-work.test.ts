/**
 * Motivation: what LVM snapshots and broken mirrors are for: all files of one instant while people write as fast as they
 * can.
 * Description: in the guest, practice post offices of both shapes on a logical volume, on a mirrored one and on a software
 * mirror are backed up while simulated users work at full speed in a process of their own, and note what they do and when.
 * Pass criteria: every copy has the grade `instant`, no torn page, no pointer that leads nowhere, and the pointers that the
 * post office had at that instant; no message is left that nobody points to, but for operations that were under way.
 * Nothing is left of snapshots, and mirrors are in step again.
 *
 * `POSTBAG_RUNS=30 npm test -- guest at-work` makes 30 of each.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usualBackupOptions, type Method } from '../../shared/run';
import type { StillId } from '../../shared/still';
import { backUpAtWork, expectOfOneInstant, type AtWork } from '../support/at-work';
import { makePlaces } from '../support/places';
import { askedRuns } from '../support/runs';
import { useArray } from './arrays';
import { makeGroup, removeGroup, useVolume } from './groups';
import { notAGuest } from './volumes';

const { runs, seed } = askedRuns(1);
const within = 120_000 + runs * 60_000;

beforeAll(() => {
  if (notAGuest === null) makeGroup(2);
});
afterAll(() => {
  if (notAGuest === null) removeGroup();
});

const atFullSpeed = (round: number, method: Method): AtWork => ({
  office: { shape: round % 2 === 0 ? 'db6' : 'db8', users: 12, messages: 400, seed: seed + round },
  pace: { rate: 0, burstMs: 0, pauseMs: 0 },
  seed: seed + round,
  settle: { passes: 1, minutes: 0 },
  method,
  still: { ...usualBackupOptions.still, calm: 'off' },
  before: 20,
});

/** Makes backups of a post office on a volume, and looks at each. */
async function backUps(point: string, method: Method, provider: StillId): Promise<void> {
  for (let round = 0; round < runs; round++) {
    const elsewhere = await makePlaces();
    const places = { ...elsewhere, postOffice: path.join(point, `office ${String(round)}`) };
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

describe.skipIf(notAGuest !== null)(`with users at full speed (seed ${String(seed)})`, () => {
  for (const kind of ['linear', 'thin'] as const) {
    test(
      `${String(runs)} copies from snapshots of a ${kind} volume are of one instant`,
      async () => {
        const { point } = useVolume(kind, 'ext4', '150M');
        await backUps(point, 'snapshot', 'lvm');
      },
      within,
    );
  }

  test(
    `${String(runs)} copies from the half of a raid1 volume are of one instant`,
    async () => {
      const { point } = useVolume('mirror', 'ext4', '150M');
      await backUps(point, 'mirror', 'lvm-mirror');
    },
    within,
  );
});

describe.skipIf(notAGuest !== null)(`with users at full speed (seed ${String(seed)})`, () => {
  test(
    `${String(runs)} copies from the half of a software mirror are of one instant`,
    async () => {
      removeGroup();
      const { point } = await useArray({ size: 150 });
      await backUps(point, 'mirror', 'md');
    },
    within,
  );
});
