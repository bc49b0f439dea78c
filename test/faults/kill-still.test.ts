/**
 * Motivation: no snapshot may stay behind, whatever happens: it fills the disk of the post office, slowly, and nobody knows
 * whose it is.
 * Description: a backup from a snapshot on a real btrfs volume, and one from clones on XFS, are killed (SIGKILL) after each
 * record of their journals. Then comes the next start: `postbag status`.
 * Pass criteria: no snapshot, no clone and no mount is left, nothing is left to undo, the post office is untouched, whatever
 * has a bag's name validates, and the next backup works.
 */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { JournalRecord } from '../../electron/run/journal-record';
import { makeDisk, noDisk } from '../integration/snapshot/volumes';
import { makePlaces } from '../support/places';
import { makePostOffice } from '../support/post-office';
import { killAtEach } from '../support/still-world';

/** Records that follow one another at once come to the disk together: nobody can be killed between them. */
const isMoment = ({ type }: JournalRecord): boolean => type !== 'facts' && type !== 'note';

test.for(['btrfs', 'xfs'] as const)(
  'killed after each record of its journal on %s',
  async (kind, { skip }) => {
    skip(noDisk(kind) !== null, noDisk(kind) ?? '');
    const { point } = await makeDisk(kind);
    const places = await makePlaces(point);
    await makePostOffice(places.postOffice);
    const state = (): string =>
      kind === 'btrfs' ? execFileSync('btrfs', ['subvolume', 'list', point], { encoding: 'utf8' }) : '';
    const flags = ['--method', 'snapshot', '--calm', 'off'];
    const killedIn = await killAtEach({ ...places, flags, state }, isMoment);
    expect([...killedIn]).toEqual(expect.arrayContaining(['make-snapshot', 'copy-group', 'verify']));
  },
);
