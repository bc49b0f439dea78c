import { saidBy, type RunProgram } from '../run/program';

/** One line of what `mount` prints on macOS: `/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)`. */
export interface MacMount {
  /** A device, `//user@server/share`, or a snapshot: `com.apple….local@/dev/disk3s5`. */
  readonly source: string;
  /** Absolute folder. */
  readonly point: string;
  readonly type: string;
}

/** Reads what `mount` prints without arguments. Lines that cannot be read are left out. */
export function parseMacMounts(text: string): MacMount[] {
  return text.split('\n').flatMap((line) => {
    const [, source, point, type] = /^(.+?) on (\/.*) \(([a-z0-9_]+)(?:,[^()]*)?\)$/i.exec(line) ?? [];
    return source === undefined || point === undefined || type === undefined ? [] : [{ source, point, type }];
  });
}

/** What is mounted now. @throws Error when it cannot be said */
export async function readMacMounts(runProgram: RunProgram): Promise<MacMount[]> {
  const end = await runProgram({ program: 'mount' });
  const mounts = parseMacMounts(end.stdout);
  // Something is always mounted.
  if (end.code !== 0 || mounts.length === 0) throw new Error(saidBy(end));
  return mounts;
}

const REMOTE = /^(smbfs|nfs|afpfs|webdav|ftp|macfuse|osxfuse)$/;

/** The computer that keeps the files of a mount; null for this one. */
export function serverOfMount({ type, source }: MacMount): string | null {
  if (!REMOTE.test(type)) return null;
  return /^(?:https?:)?\/\/(?:[^@/]*@)?([^/]+)/.exec(source)?.[1] ?? source.split(':')[0] ?? source;
}

/** Where a folder lies, as `df -P` says it; null where that is not understood. */
export function parseDf(text: string): { readonly device: string; readonly point: string } | null {
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  const [, device, point] = /^(.+?)\s+\d+\s+-?\d+\s+-?\d+\s+-?\d+%\s+(\/.*)$/.exec(last) ?? [];
  return device === undefined || point === undefined ? null : { device, point };
}
