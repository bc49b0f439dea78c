/**
 * Motivation: no snapshot, no mount and no broken mirror may stay behind, whatever happens; least of all because Postbag or
 * the computer died in the middle.
 * Description: in the guest, backups from an LVM snapshot, from the half of a raid1 volume and from the half of a software
 * mirror are killed (SIGKILL) whenever an undo was written down, or a step that touches something. Then comes the next start: `postbag status`. The
 * settings and journals lie on the very volume that is made to stand still.
 * Pass criteria: nothing is left of a snapshot, nothing is mounted, mirrors come into step again, nothing is left to undo,
 * the post office is untouched, and the next backup works.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JournalRecord } from '../../electron/run/journal-record';
import { makePlaces } from '../support/places';
import { makePostOffice } from '../support/post-office';
import { killAtEach } from '../support/still-world';
import { arrayState, inStep as arrayInStep, useArray } from './arrays';
import { groupState, makeGroup, removeGroup, useVolume, volumeInStep } from './groups';
import { notAGuest } from './volumes';

const within = 290_000;

beforeAll(() => {
  if (notAGuest === null) makeGroup(2);
});
afterAll(() => {
  if (notAGuest === null) removeGroup();
});

/** Steps at whose beginning something is there that must not stay; others write down their undo first. */
const touching = new Set<string>(['mount-snapshot', 'mount-half', 'remove-snapshot', 'join-mirror']);
/** What was taken back changes nothing that the moment before it had not changed: tried only where many runs are asked for. */
const allMoments = process.env['POSTBAG_RUNS'] !== undefined;
const isMoment = (record: JournalRecord): boolean =>
  record.type === 'undo'
    ? record.action !== 'remove-partial-bag'
    : (record.type === 'undo-result' && allMoments) ||
      (record.type === 'step-start' && touching.has(record.step));

describe.skipIf(notAGuest !== null)('killed whenever something was written down', () => {
  test(
    'from a snapshot of LVM',
    async () => {
      const { point } = useVolume('linear', 'ext4', '150M');
      const places = await makePlaces(point);
      await makePostOffice(places.postOffice);
      const flags = ['--method', 'snapshot', '--calm', 'off'];
      const killedIn = await killAtEach({ ...places, flags, state: groupState }, isMoment);
      expect([...killedIn]).toEqual(expect.arrayContaining(['make-snapshot']));
    },
    within,
  );

  test(
    'from the half of a raid1 volume',
    async () => {
      const { point } = useVolume('mirror', 'ext4', '150M');
      const places = await makePlaces(point);
      await makePostOffice(places.postOffice);
      const flags = ['--method', 'mirror', '--calm', 'off'];
      const killedIn = await killAtEach({ ...places, flags, state: groupState }, isMoment, volumeInStep);
      expect([...killedIn]).toEqual(expect.arrayContaining(['break-mirror']));
    },
    within,
  );

  test(
    'from the half of a software mirror',
    async () => {
      removeGroup();
      const { point } = await useArray({ size: 150 });
      const places = await makePlaces(point);
      await makePostOffice(places.postOffice);
      const flags = ['--method', 'mirror', '--calm', 'off'];
      const killedIn = await killAtEach({ ...places, flags, state: arrayState }, isMoment, arrayInStep);
      expect([...killedIn]).toEqual(expect.arrayContaining(['break-mirror']));
    },
    within,
  );
});
