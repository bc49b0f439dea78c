/**
 * Motivation: a snapshot that stays keeps a pool from being tidied up, and a disk that is written although it is not the
 * one that was split off is lost; no recorded output shows that this does not happen.
 * Description: makes pools of files with a real ZFS (zfs-fuse), and snapshots and halves of them; breaks them, kills what
 * makes them at every step, cuts the power, and puts other disks in their place. In one file, since a computer can have
 * only one daemon.
 * Pass criteria: what is read is of one instant; nothing is left of it; what is somebody's own is not touched; what cannot
 * be done is refused with its reason before anything is touched.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import { noZfs, Zfs } from '../../support/zfs';
import { atWorkTests } from './zfs-at-work';
import { mirrorsConform, mirrorTests } from './zfs-mirror';
import { crashTests } from './zfs-mirror-crash';
import { snapshotsConform, snapshotTests } from './zfs-snapshot';

let daemon: Zfs | null = null;
const zfsOf = (): Zfs => {
  if (daemon === null) throw new Error('zfs-fuse does not run');
  return daemon;
};

beforeAll(async () => {
  if (noZfs !== null) return;
  daemon = new Zfs();
  await daemon.start();
});
afterAll(() => daemon?.end());

snapshotsConform(zfsOf);
mirrorsConform(zfsOf);
describe.skipIf(noZfs !== null)('a ZFS snapshot', () => snapshotTests(zfsOf));
describe.skipIf(noZfs !== null)('a ZFS mirror', () => mirrorTests(zfsOf));
describe.skipIf(noZfs !== null)('a post office on ZFS', () => atWorkTests(zfsOf));
describe.skipIf(noZfs !== null)('a ZFS mirror and a crash', () => crashTests(zfsOf));
