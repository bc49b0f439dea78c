import { lstat, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file that a process has open. */
export interface Handle {
  /** Its link below `/proc`. */
  readonly link: string;
  /** Where that link leads, as the process knows it. */
  readonly target: string;
  /** Number of the mount it was opened through. */
  readonly mount: string;
}

/** Folders above a file that are tried, from the inside. */
const MOST_LEVELS = 20;

/**
 * Finds what is open in a folder under another name of that folder: a bind mount, or the mounts of a container, whose
 * programs are on this computer as well. Only handles that were opened through another mount of the same device, or
 * through a mount that does not exist here, are looked at, so that no dead share is touched.
 */
export class OtherWays {
  private constructor(
    private readonly root: string,
    private readonly device: bigint,
    /** The mount that the folder lies on. */
    private readonly own: string,
    /** Devices by the number of their mount. */
    private readonly mounts: ReadonlyMap<string, string>,
  ) {}

  static async to(root: string): Promise<OtherWays> {
    const [{ dev }, text] = await Promise.all([
      stat(root, { bigint: true }),
      readFile('/proc/self/mountinfo', 'utf8').catch(() => ''),
    ]);
    const mounts = parseMountInfo(text);
    const holding = mounts.filter(({ at }) => root === at || root.startsWith(at === '/' ? '/' : `${at}/`));
    const own = holding.reduce((best, one) => (one.at.length >= best.at.length ? one : best), {
      id: '',
      device: '',
      at: '',
    });
    return new OtherWays(root, dev, own.id, new Map(mounts.map(({ id, device }) => [id, device])));
  }

  /** Relative to the folder; null when it is not in it, as far as can be told. */
  async relative({ link, target, mount }: Handle): Promise<string | null> {
    if (mount === '' || mount === this.own) return null;
    const device = this.mounts.get(mount);
    if (device !== undefined && device !== this.mounts.get(this.own)) return null;
    const open = await stat(link, { bigint: true });
    if (open.dev !== this.device) return null;
    const parts = target.split('/').slice(1);
    for (let count = 0; count <= Math.min(parts.length, MOST_LEVELS); count++) {
      const relative = parts.slice(parts.length - count).join('/');
      const here = await lstat(path.join(this.root, relative), { bigint: true }).catch(() => null);
      if (here?.ino === open.ino && here.dev === open.dev) return relative;
    }
    return null;
  }
}

/** `/proc/self/mountinfo` (proc(5)); what cannot stand in a word is written there as `\040`. */
export function parseMountInfo(text: string): { id: string; device: string; at: string }[] {
  return text.split('\n').flatMap((line) => {
    const [id, , device, , at] = line.split(' ');
    if (id === undefined || device === undefined || at === undefined) return [];
    const bytes = at.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
    return [{ id, device, at: bytes }];
  });
}
