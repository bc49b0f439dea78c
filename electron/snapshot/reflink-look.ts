import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { describeError } from '../run/errors';
import { saidBy } from '../run/program';
import { localMount, type Found } from '../volume/local-mount';
import { parseDf, readMacMounts, serverOfMount } from '../volume/mac-mounts';
import { ownFolderFor, whyNotWritable } from '../volume/own-folder';
import { unusable, type StillLook, type StillPlace } from '../volume/still';
import { askXfs, sharesBlocks } from './xfs-info';

/** A place whose files can be cloned. */
export interface ClonePlace {
  /** Absolute, not there yet. */
  readonly own: string;
  /** Where the file system is mounted. */
  readonly point: string;
  readonly volume: string;
  readonly freeBytes: number;
}

/** Looks whether the files of a place can be cloned, without trying it. Changes nothing. Never throws. */
export async function examine(place: StillPlace, runId: string): Promise<Found<ClonePlace>> {
  try {
    if (place.platform === 'darwin') return await onMac(place, runId);
    return await onLinux(place, runId);
  } catch (error) {
    return refused(unusable('failed', { program: 'Postbag', reason: describeError(error) }));
  }
}

const refused = (look: StillLook): { readonly refused: StillLook } => ({ refused: look });

async function onLinux(place: StillPlace, runId: string): Promise<Found<ClonePlace>> {
  const local = await localMount(place);
  if ('refused' in local) return local;
  const { mount, mounts } = local.found;
  const { point, source, type } = mount;
  if (type === 'xfs') {
    const trouble = await xfsTrouble(place, point);
    if (trouble) return refused(trouble);
  } else if (type !== 'btrfs') return refused(unusable('no-clones', { type, point }));
  if (mount.readOnly) return refused(unusable('not-writable', { reason: `${point} is mounted read-only` }));
  return await inFolder(await ownFolderFor(place.folder, runId, mounts), { point, volume: source });
}

async function xfsTrouble({ runProgram }: StillPlace, point: string): Promise<StillLook | null> {
  const program = 'xfs_info';
  const end = await askXfs(point, runProgram);
  if (end.failed === 'missing') return unusable('program-missing', { program });
  if (end.failed === 'refused') return unusable('no-rights', { program });
  if (end.code !== 0) return unusable('failed', { program, reason: saidBy(end) });
  const shares = sharesBlocks(end.stdout);
  if (shares === null) return unusable('not-understood', { program });
  return shares ? null : unusable('no-clones', { type: 'xfs without reflink', point });
}

async function onMac({ folder, runProgram }: StillPlace, runId: string): Promise<Found<ClonePlace>> {
  const df = await runProgram({ program: 'df', args: ['-P', folder] });
  if (df.code !== 0) return refused(unusable('failed', { program: 'df', reason: saidBy(df) }));
  const point = parseDf(df.stdout)?.point;
  const mount = (await readMacMounts(runProgram)).findLast((one) => one.point === point);
  if (!mount) return refused(unusable('not-understood', { program: 'df' }));
  const server = serverOfMount(mount);
  if (server !== null) return refused(unusable('on-another-computer', { server }));
  // Every APFS can clone (clonefile(2)).
  if (mount.type !== 'apfs') return refused(unusable('no-clones', { type: mount.type, point: mount.point }));
  return await inFolder(await ownFolderFor(folder, runId, []), { point: mount.point, volume: mount.point });
}

async function inFolder(
  own: string,
  { point, volume }: { readonly point: string; readonly volume: string },
): Promise<Found<ClonePlace>> {
  const where = path.dirname(own);
  const reason = await whyNotWritable(where);
  if (reason !== null) return refused(unusable('not-writable', { reason }));
  const { bavail, bsize } = await statfs(where);
  return { found: { own, point, volume, freeBytes: bavail * bsize } };
}
