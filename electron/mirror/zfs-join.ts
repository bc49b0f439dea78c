import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Params } from '../../shared/severity';
import { isRunId } from '../run/folders';
import type { RunProgram } from '../run/program';
import { stillName } from '../volume/still';
import { BUSY_MS, runUntilNotBusy } from '../volume/zfs';
import { readPool } from '../volume/zpool';
import { gapsOf, isOurs, type Gap, type Joining } from './zfs-gaps';
import { exportHalf, removeEmptyFolders } from './zfs-half';
import { wasTakenOffline } from './zfs-history';
import { splitOf } from './zfs-plan';

/**
 * Joins the half of a pool again that a run split off. A device is only written when it says that it belongs to the half;
 * what cannot be confirmed is left as it is.
 * @param params `run`, `volume` (the pool), `folder` of the half, `devices`
 * @returns whether anything had to be done
 * @throws Error when it could not be joined now
 */
export async function joinZfs(
  params: Params,
  runId: string,
  runProgram: RunProgram,
  busyMs = BUSY_MS,
): Promise<boolean> {
  if (params['run'] !== runId || !isRunId(runId)) return false;
  const split = splitOf(params);
  const devices = split.map(({ device }) => device);
  const folder = String(params['folder']);
  if (!folder.split(path.sep).includes(runId)) throw new Error(`${folder} is no folder of run ${runId}`);
  const half = { name: stillName(runId), folder, devices };
  const joining = { pool: String(params['volume']), half, runId, runProgram, busyMs };
  const released = await release(joining);
  const gaps = await gapsOf(joining, split, released);
  const began = Date.now();
  let joined = false;
  for (const gap of gaps) joined = (await close(gap, joining)) || joined;
  if (joined) await resilverBegins(joining, began);
  await removeEmptyFolders(folder);
  return joined || released !== null;
}

/** Exports the half where it is imported. @returns the names of its devices, in order; null where it is not */
async function release({ half, runProgram, busyMs }: Joining): Promise<readonly string[] | null> {
  const status = await readPool(half.name, runProgram);
  if (status === null) return null;
  await exportHalf(half, runProgram, busyMs);
  return status.parts.flatMap(({ devices }) => devices[0]?.name ?? []);
}

async function close(gap: Gap, joining: Joining): Promise<boolean> {
  const { part, device } = gap;
  const { pool, runId, runProgram } = joining;
  const inside = part.devices.find(({ name }) => name === device);
  if (inside) {
    // Somebody else's affair: broken meanwhile, or taken out by hand.
    if (!/^(OFFLINE|SPLIT|UNAVAIL)$/.test(inside.state)) return false;
    if (await wasTakenOffline(pool, runId, runProgram)) return false;
    if (!isOurs(gap, joining)) {
      if (inside.state !== 'OFFLINE') return false;
      return await runUntilNotBusy({ program: 'zpool', args: ['online', pool, device] }, runProgram);
    }
    await runUntilNotBusy({ program: 'zpool', args: ['detach', pool, device] }, runProgram);
  }
  const keep = part.devices.find(({ name, state }) => name !== device && state === 'ONLINE');
  if (!keep) throw new Error(`No device of ${part.name} in ${pool} is ONLINE.`);
  if (!isOurs(gap, joining)) throw new Error(whyNotOurs(gap, joining, keep.name));
  const ashift = gap.label?.ashift ?? null;
  const options = ashift === null ? [] : ['-o', `ashift=${String(ashift)}`];
  // -f, since its label says that it belongs to another pool: to the half, as was just made sure.
  const args = ['attach', '-f', ...options, pool, keep.name, device];
  return await runUntilNotBusy({ program: 'zpool', args }, runProgram);
}

function whyNotOurs({ device, label }: Gap, { pool, half }: Joining, keep: string): string {
  const says =
    label === null
      ? 'cannot be looked at without zdb'
      : label.pools.length === 0
        ? 'has no label of ZFS'
        : `says that it belongs to ${label.pools.join(' and ')}`;
  const known = `${device} ${says}, so nothing was written to it: what was split off is ${half.name}.`;
  return `${known} Attach the right device with: zpool attach ${pool} ${keep} <device>`;
}

/** Waits until ZFS has begun, so that nobody takes the last time for this one. At most a few seconds. */
async function resilverBegins({ pool, runProgram }: Joining, began: number): Promise<void> {
  const until = Date.now() + 5_000;
  while (Date.now() < until) {
    const scan = (await readPool(pool, runProgram))?.scans.find(({ what }) => what === 'resilver');
    if (scan && (scan.running || (scan.ended !== null && scan.ended >= began - 1000))) return;
    await sleep(200);
  }
}
