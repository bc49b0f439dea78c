import { describeError } from '../run/errors';
import type { RunProgram } from '../run/program';
import { readGroup, volumeName, type LogicalVolume } from '../volume/lvm';
import type { Held } from '../volume/still';
import { whyNotMounted } from '../volume/still-mounted';

/** Why a snapshot shows nothing any more; null when it does. */
export function whyLost(snapshot: LogicalVolume, all: readonly LogicalVolume[]): string | null {
  const name = volumeName(snapshot);
  // Its fifth letter is `I` when more was written than it had room for.
  if (snapshot.attributes[4] === 'I') return `${name} is full: more was written than it had room for`;
  if (snapshot.attributes[4] !== 'a') return `${name} is not active`;
  if (snapshot.health !== '') return `${name}: ${snapshot.health}`;
  const pool = snapshot.pool === '' ? snapshot : all.find((one) => one.name === snapshot.pool);
  if (!pool) return `the pool of ${name} is gone`;
  if (pool.health !== '') return `${volumeName(pool)}: ${pool.health}`;
  if (pool.dataPercent === null) return `nobody can say how full ${volumeName(pool)} is`;
  return pool.dataPercent < 100 ? null : `${volumeName(pool)} is full`;
}

/** Whether a snapshot that was made and mounted at `point` still shows what it did. Never throws. */
export async function hasHeld(
  made: LogicalVolume | null,
  point: string,
  runProgram: RunProgram,
): Promise<Held> {
  const lost = (reason: string): Held => ({ held: false, reason });
  if (!made) return lost('the snapshot was not made');
  try {
    const all = await readGroup(made.group, runProgram);
    const there = all.find(({ uuid }) => uuid === made.uuid);
    if (!there) return lost(`${volumeName(made)} is gone`);
    const why = whyLost(there, all) ?? (await whyNotMounted(point, volumeName(made)));
    return why === null ? { held: true } : lost(why);
  } catch (error) {
    return lost(describeError(error));
  }
}
