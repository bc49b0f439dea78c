import type { StillReason } from '../../shared/still';
import type { Params } from '../../shared/severity';
import { describeError } from '../run/errors';
import { saidBy, type ProgramEnd } from '../run/program';
import { parseDf, readMacMounts, serverOfMount } from '../volume/mac-mounts';
import { unusable, type StillLook, type StillPlace } from '../volume/still';
import { listSnapshots } from './tmutil';

/** Where macOS keeps everything of people's; its folders are shown below `/` as well, and told to lie there. */
const DATA = '/System/Volumes/Data';

/** The volume that a folder lies on. */
export interface ApfsVolume {
  /** Where it is mounted, absolute. */
  readonly point: string;
  /** The folder's path inside the volume; empty for all of it. */
  readonly inside: string;
}

interface Found {
  readonly look: StillLook;
  /** Null where it cannot be used. */
  readonly volume: ApfsVolume | null;
}

const no = (code: StillReason, params: Params = {}): Found => ({
  look: unusable(code, params),
  volume: null,
});

/** Finds the volume of a place, and looks whether snapshots can be made of it. Changes nothing. Never throws. */
export async function findApfs(place: StillPlace): Promise<Found> {
  const { folder, platform, runProgram } = place;
  if (platform !== 'darwin') return no('other-system');
  const df = await runProgram({ program: 'df', args: ['-P', folder] });
  if (df.code !== 0) return refused('df', df);
  const point = parseDf(df.stdout)?.point;
  const inside = point === undefined ? null : insideOf(point, folder);
  if (point === undefined || inside === null) return no('not-understood', { program: 'df' });
  try {
    const mount = (await readMacMounts(runProgram)).findLast((one) => one.point === point);
    if (!mount) return no('not-understood', { program: 'mount' });
    const server = serverOfMount(mount);
    if (server !== null) return no('on-another-computer', { server });
    if (mount.type !== 'apfs') return no('other-volume', { type: mount.type, point });
  } catch (error) {
    return no('failed', { program: 'mount', reason: describeError(error) });
  }
  const who = await runProgram({ program: 'id', args: ['-u'] });
  if (who.code !== 0) return refused('id', who);
  if (who.stdout.trim() !== '0') return no('no-rights', { program: 'tmutil' });
  const { end, snapshots } = await listSnapshots(point, runProgram);
  if (end.code !== 0) return refused('tmutil', end);
  if (snapshots === null) return no('not-understood', { program: 'tmutil' });
  const known = { usable: true, reason: null, volume: point, covers: 'one-instant' as const };
  return { look: { ...known, spaceBytes: null, resync: null, mounts: true }, volume: { point, inside } };
}

function refused(program: string, end: ProgramEnd): Found {
  if (end.failed === 'missing') return no('program-missing', { program });
  if (end.failed === 'refused') return no('no-rights', { program });
  return no('failed', { program, reason: saidBy(end) });
}

/** A folder's path inside the volume that is mounted at `point`; null where it does not lie there. */
function insideOf(point: string, folder: string): string | null {
  if (folder === point) return '';
  const within = point.endsWith('/') ? point : `${point}/`;
  if (folder.startsWith(within)) return folder.slice(within.length);
  // The folder links that join both system volumes have the same path in either.
  return point === DATA ? folder.slice(1) : null;
}
