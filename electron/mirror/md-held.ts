import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describeError } from '../run/errors';
import type { RunProgram } from '../run/program';
import type { Held } from '../volume/still';
import { whyNotMounted } from '../volume/still-mounted';
import { nameOf, SYSFS, type MdMember } from './md-array';
import { recordOn, type MdRecord } from './md-records';

/**
 * Whether a half that was taken out and mounted at `point` is still what it was: whoever puts the disk into an array changes
 * its record, and then what lies on it. Never throws.
 */
export async function hasHeld(
  half: MdMember,
  taken: MdRecord | null,
  point: string,
  runProgram: RunProgram,
): Promise<Held> {
  const { device } = half;
  const lost = (reason: string): Held => ({ held: false, reason });
  if (!taken) return lost(`${device} was not taken out`);
  try {
    const holders = await readdir(path.join(SYSFS, 'class/block', nameOf(device), 'holders'));
    if (holders.length > 0) return lost(`${device} is in use again (${holders.join(', ')})`);
    const now = await recordOn(device, runProgram);
    if (now.array !== taken.array || now.disk !== taken.disk || now.events !== taken.events)
      return lost(`${device} was in the array again meanwhile`);
    const why = await whyNotMounted(point, device);
    return why === null ? { held: true } : lost(why);
  } catch (error) {
    return lost(describeError(error));
  }
}
