import type { RunProgram } from '../run/program';
import { readOwnPool, readPool } from '../volume/zpool';
import type { PoolPart } from '../volume/zpool-status';
import { exportHalf, importHalf, type HalfPool } from './zfs-half';
import { readLabel, type PoolLabel } from './zfs-label';
import type { SplitDevice } from './zfs-plan';

/** What is to be joined, and how. */
export interface Joining {
  readonly pool: string;
  readonly half: HalfPool;
  readonly runId: string;
  readonly runProgram: RunProgram;
  /** How long what is in use is waited for, ms. */
  readonly busyMs: number;
}

/** A mirror of the pool that lacks what was split off. */
export interface Gap {
  readonly part: PoolPart;
  /** What was split off, by the name that it has now. */
  readonly device: string;
  readonly label: PoolLabel | null;
  /** ZFS itself has just used it as a part of the half. */
  readonly sure: boolean;
}

/**
 * Finds the mirrors of a pool that lack what was split off, and what is to be attached to them. Changes nothing.
 * @param released the names that the devices of the half have now, in order; null where only the old ones are known
 * @throws Refusal, Error
 */
export async function gapsOf(
  joining: Joining,
  split: readonly SplitDevice[],
  released: readonly string[] | null,
): Promise<readonly Gap[]> {
  const { parts } = await readOwnPool(joining.pool, joining.runProgram);
  const open = split.flatMap(({ device, of }, index) => {
    const part = parts[index];
    if (!part) throw new Error(`${joining.pool} has fewer mirrors than before.`);
    const there = part.devices.find(({ name }) => name === device);
    const whole = there ? there.state === 'ONLINE' : part.devices.length >= of;
    return whole ? [] : [{ part, index, device }];
  });
  const named = async (names: readonly string[] | null): Promise<Gap[]> =>
    await Promise.all(
      open.map(async ({ part, index, device }): Promise<Gap> => {
        const name = names?.[index] ?? device;
        const label = await readLabel(name, joining.runProgram);
        return { part, device: name, label, sure: names !== null };
      }),
    );
  const gaps = await named(released);
  const lost =
    released === null && open.length === split.length && !gaps.every((gap) => isOurs(gap, joining));
  if (!lost || gaps.some(isInside)) return gaps;
  return await named(await find(joining));
}

/** Whether the device is in its mirror: it was being split off when the power failed. */
const isInside = ({ part, device }: Gap): boolean => part.devices.some(({ name }) => name === device);

/**
 * Whether what a device says of itself allows to write to it: it belongs to the half, or the power failed while it was
 * attached again.
 */
export function isOurs({ label, sure }: Gap, { pool, half }: Joining): boolean {
  if (label === null) return sure;
  const { pools, beginning } = label;
  if (!pools.every((name) => name === half.name || name === pool)) return false;
  return pools.includes(half.name) || beginning.includes(pool);
}

/** After a start of the computer devices may have other names: ZFS finds its own. */
async function find({ half, runProgram }: Joining): Promise<readonly string[] | null> {
  try {
    await importHalf(half, false, runProgram);
  } catch {
    return null;
  }
  const status = await readPool(half.name, runProgram);
  await exportHalf(half, runProgram);
  return status?.parts.flatMap(({ devices }) => devices[0]?.name ?? []) ?? null;
}
