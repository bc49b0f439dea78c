import { readFileSync } from 'node:fs';
import os from 'node:os';
import { z } from 'zod';

/** Which process something belongs to, so that another one can tell later whether it is still alive. */
export const Owner = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** What tells this process from a later one with the same number; null where the system does not say. */
  started: z.string().nullable(),
});
export type Owner = z.infer<typeof Owner>;

/** On Linux: boot id and start time in clock ticks (proc(5), field 22). Elsewhere there is no cheap source: null. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The command name stands in brackets and may itself hold brackets and spaces: count from the last one.
    const ticks = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .at(19);
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return ticks === undefined ? null : `${boot}:${ticks}`;
  } catch {
    return null;
  }
}

export function thisOwner(): Owner {
  return { pid: process.pid, host: os.hostname(), started: startOf(process.pid) };
}

/**
 * `dead` is certain. `alive` is certain only where start times can be compared; elsewhere, and on another host,
 * the answer is `unknown` and a heartbeat must decide.
 */
export function ownerState(owner: Owner): 'alive' | 'dead' | 'unknown' {
  if (owner.host !== os.hostname()) return 'unknown';
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  if (owner.started === null) return 'unknown';
  return startOf(owner.pid) === owner.started ? 'alive' : 'dead';
}
