import { readFile } from 'node:fs/promises';

/** One line of `/proc/self/mountinfo` (proc(5)). */
export interface Mount {
  readonly id: number;
  readonly parent: number;
  /** `major:minor`. */
  readonly device: string;
  /** What of the file system is mounted, as a path inside it: `/` for all of it, a subvolume of btrfs. */
  readonly root: string;
  /** Absolute folder. */
  readonly point: string;
  readonly type: string;
  /** What it is mounted from: `/dev/mapper/vg-data`, `tank/mail`, `//server/share`. */
  readonly source: string;
  readonly readOnly: boolean;
}

/** File systems behind which another computer, or a program that speaks to one, keeps the files. */
const REMOTE =
  /^(cifs|smb3?|smbfs|nfs4?|ncpfs?|afs|9p|ceph|glusterfs|fuse\.(sshfs|rclone|smbnetfs|davfs|glusterfs))$/;

export const isRemote = ({ type }: Mount): boolean => REMOTE.test(type);

/** Reads mount lines; later ones lie over earlier ones of the same point. Lines that cannot be read are left out. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [id, parent, device, root, point, options] = before.split(' ');
    const [type, source, superOptions] = after.split(' ');
    if (point === undefined || type === undefined || source === undefined || root === undefined) return [];
    const readOnly = [...(options ?? '').split(','), ...(superOptions ?? '').split(',')].includes('ro');
    return [
      {
        id: Number(id),
        parent: Number(parent),
        device: device ?? '',
        root: unescaped(root),
        point: unescaped(point),
        type,
        source: unescaped(source),
        readOnly,
      },
    ];
  });
}

/** Spaces and the like stand there as `\040`. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(parseInt(octal, 8)));

/** What is mounted now, in the order in which it was. @throws system errors */
export async function readMounts(): Promise<Mount[]> {
  return parseMounts(await readFile('/proc/self/mountinfo', 'utf8'));
}

/** The mount that a folder lies on: the deepest one, and of those at one point the one on top. */
export function mountOf(folder: string, mounts: readonly Mount[]): Mount | null {
  const at = (point: string): boolean =>
    folder === point || folder.startsWith(point === '/' ? '/' : `${point}/`);
  return mounts.reduce<Mount | null>(
    (best, mount) =>
      at(mount.point) && (best === null || mount.point.length >= best.point.length) ? mount : best,
    null,
  );
}

/** The mount that an absolute folder lies on, now. Linux only; null elsewhere. */
export async function findMount(folder: string): Promise<Mount | null> {
  if (process.platform !== 'linux') return null;
  return mountOf(folder, await readMounts());
}
