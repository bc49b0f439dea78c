import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { describeError } from '../run/errors';
import { saidBy, type RunProgram } from '../run/program';
import { hiddenMount } from '../volume/hidden-mount';
import { localMount, type Found, type LocalMount } from '../volume/local-mount';
import { ownFolderFor, whyNotWritable } from '../volume/own-folder';
import { unusable, type StillLook, type StillPlace } from '../volume/still';
import { subvolumeName, subvolumeOf } from './btrfs-subvolume';

/** A place of which a snapshot can be made. */
export interface BtrfsPlace {
  /** Absolute: the root of the subvolume that holds it. */
  readonly subvolume: string;
  /** Absolute, not there yet. */
  readonly snapshot: string;
  /** Where the file system is mounted. */
  readonly point: string;
  readonly volume: string;
  readonly freeBytes: number;
}

/** Looks whether a snapshot can be made of a place, and what it would be called. Changes nothing. Never throws. */
export async function examine(place: StillPlace, runId: string): Promise<Found<BtrfsPlace>> {
  const local = await localMount(place);
  if ('refused' in local) return local;
  const { point, type } = local.found.mount;
  if (type !== 'btrfs') return refused(unusable('other-volume', { type, point }));
  const missing = await programTrouble(place.runProgram);
  if (missing) return refused(missing);
  // Whoever owns a subvolume may snapshot it, but removing the snapshot is for root alone unless a mount option says so.
  if (process.geteuid?.() !== 0) return refused(unusable('no-rights', { program: 'btrfs' }));
  try {
    return await onBtrfs(place.folder, runId, local.found);
  } catch (error) {
    return refused(unusable('failed', { program: 'Postbag', reason: describeError(error) }));
  }
}

const refused = (look: StillLook): { readonly refused: StillLook } => ({ refused: look });

async function programTrouble(runProgram: RunProgram): Promise<StillLook | null> {
  const end = await runProgram({ program: 'btrfs', args: ['--version'] });
  if (end.failed === 'missing') return unusable('program-missing', { program: 'btrfs' });
  if (end.failed === 'refused') return unusable('no-rights', { program: 'btrfs' });
  if (end.code !== 0) return unusable('failed', { program: 'btrfs', reason: saidBy(end) });
  return /^btrfs\S* v\d/im.test(end.stdout) ? null : unusable('not-understood', { program: 'btrfs' });
}

async function onBtrfs(
  folder: string,
  runId: string,
  { mount, mounts }: LocalMount,
): Promise<Found<BtrfsPlace>> {
  const { point } = mount;
  const subvolume = await subvolumeOf(folder, point);
  if (subvolume === null) {
    return refused(unusable('other-volume', { type: 'a part of a btrfs subvolume, bound there,', point }));
  }
  const hidden = await hiddenMount(folder, mounts);
  if (hidden) {
    return refused(unusable('other-volume', { type: 'something bound from elsewhere', point: hidden.point }));
  }
  const snapshot = await ownFolderFor(folder, runId, mounts);
  const reason = mount.readOnly
    ? `${point} is mounted read-only`
    : await whyNotWritable(path.dirname(snapshot));
  if (reason !== null) return refused(unusable('not-writable', { reason }));
  const { bavail, bsize } = await statfs(folder);
  return {
    found: {
      subvolume,
      snapshot,
      point,
      volume: subvolumeName(mount, subvolume),
      freeBytes: bavail * bsize,
    },
  };
}
