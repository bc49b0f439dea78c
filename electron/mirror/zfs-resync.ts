import type { Params } from '../../shared/severity';
import type { Resync } from '../../shared/still';
import type { RunProgram } from '../run/program';
import { readOwnPool } from '../volume/zpool';
import type { PoolPart, PoolStatus } from '../volume/zpool-status';
import { splitOf, type SplitDevice } from './zfs-plan';

/** Whether a mirror has all its devices again: the one that was split off, or another that somebody put in its place. */
export const isJoined = (part: PoolPart | undefined, { device, of }: SplitDevice): boolean =>
  part !== undefined && (part.devices.length >= of || part.devices.some(({ name }) => name === device));

/**
 * How far a pool is in step again.
 * @param params of the undo: `volume`, `devices`
 * @throws Error when a device is broken, or something could not be read
 */
export async function resyncOf(params: Params, runProgram: RunProgram): Promise<Resync> {
  const pool = await readOwnPool(String(params['volume']), runProgram);
  const split = splitOf(params);
  const at = new Date().toISOString();
  if (!split.every((one, index) => isJoined(pool.parts[index], one)))
    return { inStep: false, percent: null, at };
  const scan = pool.scans.find(({ what, running }) => what === 'resilver' && running);
  if (scan) return { inStep: false, percent: scan.percent, at };
  // With several mirrors OpenZFS does one after the other: zpool-features(7), resilver_defer.
  const waits = pool.parts.some(({ devices, replacing }) => replacing || devices.some(isWaiting));
  if (waits) return { inStep: false, percent: null, at };
  const why = whyBroken(pool);
  if (why !== null) throw new Error(why);
  return { inStep: true, percent: 100, at };
}

const isWaiting = ({ note }: { readonly note: string }): boolean =>
  /awaiting resilver|resilvering\)/.test(note);

function whyBroken({ name, parts, scans }: PoolStatus): string | null {
  const broken = parts.flatMap(({ devices }) => devices).find(({ state }) => state !== 'ONLINE');
  if (broken) return `${broken.name} of ${name} is ${broken.state}.`;
  const errors = scans.find(({ what }) => what === 'resilver')?.errors ?? 0;
  return errors === 0 ? null : `Bringing ${name} into step ended with ${String(errors)} errors.`;
}
