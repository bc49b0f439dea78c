import { saidBy, type ProgramEnd, type RunProgram } from '../run/program';

/**
 * `tmutil`, the program of Time Machine, as far as local snapshots go: the only program of macOS that makes snapshots of
 * APFS. It names them by the local time, and knows no other name.
 */
export interface LocalSnapshot {
  /** `2026-11-26-115231`, local time. */
  readonly date: string;
  /** What it is mounted by: `com.apple.TimeMachine.2026-11-26-115231.local`. */
  readonly name: string;
}

/** Everything that writes is asked to pause, and may take its time, ms. */
const MAKE_MS = 120_000;

const NAME = /^com\.apple\.TimeMachine\.(\d{4}-\d\d-\d\d-\d{6})(?:\.local)?$/;
const MADE = /^Created local snapshot with date: (\d{4}-\d\d-\d\d-\d{6})$/m;

/** Reads what `tmutil listlocalsnapshots` prints: a heading, then a name a line. Null where it is not understood. */
export function parseLocalSnapshots(text: string): LocalSnapshot[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // Those of other makers, and of updates of the system, have names without spaces, too.
  if (lines.some((line) => !line.endsWith(':') && /\s/.test(line.trim()))) return null;
  return lines.flatMap((line) => {
    const name = line.trim();
    const [, date] = NAME.exec(name) ?? [];
    return date === undefined ? [] : [{ date, name }];
  });
}

/** The date of the snapshot that `tmutil localsnapshot` says it made; null where it says none. */
export const parseMadeSnapshot = (text: string): string | null => MADE.exec(text)?.[1] ?? null;

/** When a snapshot was made, ms since 1970; by the clock and time zone of this computer. */
export function timeOfSnapshot(date: string): number {
  const part = (from: number, to: number): number => Number(date.slice(from, to));
  const time = [part(11, 13), part(13, 15), part(15, 17)] as const;
  return new Date(part(0, 4), part(5, 7) - 1, part(8, 10), ...time).getTime();
}

/** The local snapshots of a volume. @param point where it is mounted */
export async function listSnapshots(
  point: string,
  runProgram: RunProgram,
): Promise<{ readonly end: ProgramEnd; readonly snapshots: LocalSnapshot[] | null }> {
  const end = await runProgram({ program: 'tmutil', args: ['listlocalsnapshots', point] });
  return { end, snapshots: end.code === 0 ? parseLocalSnapshots(end.stdout) : null };
}

/** The local snapshots of a volume. @throws Error when they cannot be said */
export async function snapshotsOf(point: string, runProgram: RunProgram): Promise<LocalSnapshot[]> {
  const { end, snapshots } = await listSnapshots(point, runProgram);
  if (snapshots === null) throw new Error(saidBy(end));
  return snapshots;
}

/** Makes one of every APFS volume that is not left out of Time Machine's backups. */
export const makeSnapshots = async (runProgram: RunProgram): Promise<ProgramEnd> =>
  await runProgram({ program: 'tmutil', args: ['localsnapshot'], limitMs: MAKE_MS });

/** Removes those of a date from every volume. */
export const removeSnapshots = async (date: string, runProgram: RunProgram): Promise<ProgramEnd> =>
  await runProgram({ program: 'tmutil', args: ['deletelocalsnapshots', date], limitMs: MAKE_MS });
