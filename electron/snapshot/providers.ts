import { apfs } from './apfs';
import { btrfs } from './btrfs';
import { lvm } from './lvm';
import type { SnapshotProvider } from './provider';
import { reflink } from './reflink';
import { vss } from './windows/vss';
import { zfs } from './zfs';

/** All snapshot providers, in the order in which they are tried (`SnapshotId`). */
export const snapshotProviders: readonly SnapshotProvider[] = [btrfs, zfs, lvm, vss, apfs, reflink];
