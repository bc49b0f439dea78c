import type { LockKind, OpenFile } from '../../../shared/access';

/** What Linux writes about processes, read (proc(5)). */

/** The system's clock ticks a second in what it tells programs. The same on every kind of machine there still is. */
const TICKS_A_SECOND = 100;
const KERNEL_THREAD = 0x0020_0000;
/** Opened as a path only: such a handle reads and writes nothing. */
const OPEN_PATH = 0o10_000_000;

export interface ProcessStat {
  /** The program's name, cut off after 15 bytes. */
  readonly name: string;
  /** Clock ticks from the start of the system to that of the process. */
  readonly startTicks: number;
  /** It has no files: a thread of the system itself, or one that has ended and was not taken notice of yet. */
  readonly empty: boolean;
}

/** `/proc/PID/stat`; null when it is no such text. */
export function parseStat(text: string): ProcessStat | null {
  // The name stands in brackets and may itself hold brackets and spaces: fields are counted from the last one.
  const [begin, end] = [text.indexOf('('), text.lastIndexOf(')')];
  const fields = text.slice(end + 2).split(' ');
  const [state, flags, ticks] = [fields[0], Number(fields[6]), Number(fields[19])];
  if (begin < 0 || state === undefined || !Number.isFinite(ticks)) return null;
  const empty = (flags & KERNEL_THREAD) !== 0 || state === 'Z' || state === 'X';
  return { name: text.slice(begin + 1, end), startTicks: ticks, empty };
}

/** When the system started, seconds since 1970, from `/proc/stat`; null when it is not said. */
export function parseBootTime(text: string): number | null {
  const [, seconds] = /^btime (\d+)$/m.exec(text) ?? [];
  return seconds === undefined ? null : Number(seconds);
}

/** ISO 8601 UTC, right to about a second: the system's clock may have been set since. */
export function startTime(bootTime: number | null, startTicks: number): string | null {
  if (bootTime === null) return null;
  return new Date(bootTime * 1000 + (startTicks / TICKS_A_SECOND) * 1000).toISOString();
}

/** The account whose rights a process has, by number, from `/proc/PID/status`. */
export function parseEffectiveUser(text: string): string | null {
  return /^Uid:\s+\d+\s+(\d+)/m.exec(text)?.[1] ?? null;
}

/** Names of accounts by their numbers, from `/etc/passwd`. */
export function parseAccounts(text: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [name, , number] = line.split(':');
    if (name !== undefined && number !== undefined && !names.has(number)) names.set(number, name);
  }
  return names;
}

export interface HandleInfo {
  readonly mode: OpenFile['mode'];
  readonly locks: LockKind[];
  /** Number of the mount it was opened through; empty when it is not said. */
  readonly mount: string;
}

/** `/proc/PID/fdinfo/N`: how a file is open, and every lock that was taken through it. */
export function parseHandleInfo(text: string): HandleInfo {
  const octal = /^flags:\s+([0-7]+)/m.exec(text)?.[1];
  const flags = octal === undefined ? null : parseInt(octal, 8);
  const locks = [...text.matchAll(/^lock:\s+\S+\s+(\w+)\s.*\s(\d+)\s+(\d+|EOF)$/gm)].map(
    ([, kind, from, to]): LockKind =>
      (kind === 'POSIX' || kind === 'OFDLCK') && !(from === '0' && to === 'EOF') ? 'range' : 'file',
  );
  const mount = /^mnt_id:\s+(\d+)/m.exec(text)?.[1] ?? '';
  return { mode: flags === null ? null : modeOf(flags), locks, mount };
}

function modeOf(flags: number): OpenFile['mode'] {
  if ((flags & OPEN_PATH) !== 0) return null;
  return ([`read`, 'write', 'read-write', null] as const)[flags & 3] ?? null;
}

/** What of `/proc/PID/maps` is mapped from below a folder. Only what is shared is written back to the file. */
export function parseMaps(text: string, root: string): { path: string; mode: OpenFile['mode'] }[] {
  const written = root.replaceAll('\n', '\\012'); // all that is written otherwise there
  if (!text.includes(written)) return [];
  const mapped = [...text.matchAll(/^\S+ (\S{4}) \S+ \S+ \d+ +(\/.*)$/gm)];
  return mapped.flatMap(([, rights, path]) => {
    if (rights === undefined || path?.startsWith(written) !== true) return [];
    const writes = rights.endsWith('s') && rights.includes('w');
    return [
      {
        path: root + path.slice(written.length).replaceAll('\\012', '\n'),
        mode: writes ? 'read-write' : 'read',
      },
    ];
  });
}
