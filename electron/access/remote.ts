import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** File systems of Linux behind which another computer, or a program that speaks to one, keeps the files. */
const NETWORK =
  /^(cifs|smb3?|smbfs|nfs4?|ncpfs?|afs|9p|ceph|glusterfs|fuse\.(sshfs|rclone|smbnetfs|davfs|glusterfs))$/;

/**
 * Whether a folder lies on another computer: then programs there, and people at other computers, can have its files
 * open without this one seeing it. Known for UNC paths and, on Linux, by the kind of file system.
 * @param root absolute, as it really lies
 */
export async function liesElsewhere(root: string, platform: NodeJS.Platform): Promise<boolean> {
  if (platform === 'win32') return /^\\\\(\?\\UNC\\|(?![?.]\\))/i.test(root);
  if (platform !== 'linux') return false;
  const mounts = parseMounts(await readFile('/proc/self/mounts', 'utf8').catch(() => ''));
  const holding = mounts.filter(({ at }) => root === at || root.startsWith(at === '/' ? '/' : `${at}/`));
  const nearest = holding.sort((a, b) => b.at.length - a.at.length)[0];
  return nearest !== undefined && NETWORK.test(nearest.type);
}

/** The mount points of `/proc/self/mounts`, with what is written there as `\040` read again. Of two at one place the last counts. */
export function parseMounts(text: string): { at: string; type: string }[] {
  const byPlace = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, at, type] = line.split(' ');
    if (at === undefined || type === undefined) continue;
    byPlace.set(path.posix.normalize(unescaped(at)), type);
  }
  return [...byPlace].map(([at, type]) => ({ at, type }));
}

function unescaped(text: string): string {
  return text.replace(/\\(\d{3})/g, (_whole, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
