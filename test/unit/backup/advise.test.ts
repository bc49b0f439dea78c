/**
 * Motivation: a person who does this twice a year takes what is recommended. So it must be the best that can really be had.
 * Description: post offices that can be closed with proof or not, with snapshots of each kind or none.
 * Pass criteria: what needs no repair comes first, then what is of one instant for certain, then the linear method; a
 * mirror is never recommended; and what cannot be had says why.
 */
import { expect, test } from 'vitest';
import { usualAccess } from '../../../shared/access';
import type { StillState } from '../../../shared/still';
import { adviseMethods } from '../../../electron/backup/advise';
import type { Ways } from '../../../electron/access/access';

const closable: Ways = { states: [], seesAll: true, refuses: true };
const open: Ways = { states: [], seesAll: true, refuses: false };
const state = (more: Partial<StillState>): StillState => ({
  id: 'lvm',
  usable: true,
  reason: null,
  volumes: ['vg/data'],
  covers: 'one-instant',
  needsCalm: false,
  spaceBytes: null,
  resync: null,
  ...more,
});
const advised = (ways: Ways, snapshot: StillState[], mirror: StillState[] = []) =>
  adviseMethods(ways, usualAccess, { snapshot, mirror });
const recommended = (...of: Parameters<typeof advised>) =>
  advised(...of)
    .filter((one) => one.recommended)
    .map(({ method }) => method);

test('a closed copy is best where it can be had', () => {
  expect(recommended(closable, [state({})], [state({ id: 'md' })])).toEqual(['shutdown']);
});

test('a snapshot of one instant comes next', () => {
  expect(recommended(open, [state({})])).toEqual(['snapshot']);
});

test('one that is exact only in a pause, or file by file, is offered and not recommended', () => {
  expect(recommended(open, [state({ id: 'btrfs', needsCalm: true })])).toEqual(['linear']);
  expect(recommended(open, [state({ id: 'reflink', covers: 'per-file' })])).toEqual(['linear']);
  const [, snapshot] = advised(open, [state({ id: 'btrfs', needsCalm: true })]);
  expect(snapshot).toMatchObject({ available: true, best: 'instant', otherwise: 'loose' });
  expect(snapshot?.needs).toContainEqual({ need: 'calm', met: false, detail: '' });
});

test('a mirror is never recommended, and says that there is one disk alone meanwhile', () => {
  const mirror = state({ id: 'md', volumes: ['/dev/md0'], resync: 'changes' });
  expect(recommended(open, [], [mirror])).toEqual(['linear']);
  const advice = advised(open, [], [mirror]).find(({ method }) => method === 'mirror');
  expect(advice).toMatchObject({ available: true, best: 'instant' });
  expect(advice?.needs).toContainEqual({ need: 'redundancy', met: false, detail: 'changes' });
});

test('what cannot be had is not available, and says why', () => {
  const missing = state({ usable: false, reason: { code: 'program-missing', params: { program: 'lvs' } } });
  const [, snapshot] = advised(open, [missing]);
  expect(snapshot).toMatchObject({ available: false, recommended: false });
  expect(snapshot?.needs.at(-1)).toMatchObject({ need: 'still', met: false });
  expect(snapshot?.needs.at(-1)?.detail).toMatch(/lvs is not installed/);
});
