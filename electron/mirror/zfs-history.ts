import type { RunProgram } from '../run/program';
import { runOrRefuse } from '../volume/refusal';

/**
 * Whether somebody took devices of a pool offline since a run began. Without that, one that is offline was being split
 * off when the power failed: ZFS does that first, and writes no command of its own into the history.
 * @throws Refusal
 */
export async function wasTakenOffline(pool: string, runId: string, runProgram: RunProgram): Promise<boolean> {
  const printed = await runOrRefuse({ program: 'zpool', args: ['history', pool] }, runProgram);
  // Times in the history are those of the day here, to the second.
  return offlineTimes(printed).some((time) => time >= startOf(runId) - 1000);
}

/** When devices were taken offline, ms since 1970, by what `zpool history` printed. */
export function offlineTimes(printed: string): number[] {
  const lines = printed.matchAll(/^(\d{4})-(\d\d)-(\d\d)\.(\d\d):(\d\d):(\d\d) (?:\S*\/)?zpool offline /gm);
  return [...lines].map(([, ...figures]) => {
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = figures.map(Number);
    return new Date(year, month - 1, day, hour, minute, second).getTime();
  });
}

/** When a run began, ms since 1970: its id says so. */
export function startOf(runId: string): number {
  const form = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/;
  return Date.parse(runId.slice(0, 19).replace(form, '$1-$2-$3T$4:$5:$6.$7Z'));
}
