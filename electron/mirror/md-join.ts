import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Params } from '../../shared/severity';
import type { RunProgram } from '../run/program';
import { thaw } from '../volume/freeze';
import { runOrRefuse } from '../volume/refusal';
import { SYSFS } from './md-array';
import { findArray, findDisk } from './md-records';

/** Waits for writes that are under way. */
export const MD_LIMIT_MS = 120_000;

/**
 * Takes a disk that is marked as failed out of its array: not before the last write to it has ended.
 * @throws Refusal
 */
export async function takeOut(array: string, disk: string, runProgram: RunProgram): Promise<void> {
  const args = [array, '--remove', disk];
  for (let tries = 10; tries > 0; tries--) {
    const { code } = await runProgram({ program: 'mdadm', args, limitMs: MD_LIMIT_MS });
    if (code === 0) return;
    await sleep(200);
  }
  await runOrRefuse({ program: 'mdadm', args, limitMs: MD_LIMIT_MS }, runProgram);
}

/**
 * Puts the disk that a run took out of an array back into it. The disk must bear the array's own record: no other is ever
 * added. `params`: `run`, `array` and `disk` as UUIDs, `volume` and `half` as they were called, `point`.
 * @returns whether anything had to be done
 * @throws Error when it cannot be done now
 */
export async function joinArray(params: Params, runId: string, runProgram: RunProgram): Promise<boolean> {
  if (params['run'] !== runId) return false;
  const [array, disk] = [String(params['array']), String(params['disk'])];
  const [volume, half] = [String(params['volume']), String(params['half'])];
  // When Postbag and the guard were killed at once, nobody has.
  const thawed = await thaw(String(params['point']), runProgram);
  const found = await findArray(array, String(params['device']), runProgram);
  if (!found) throw new Error(`${volume} (${array}) does not run now`);
  const { device, members, hasBitmap, degraded } = found;
  // Whole, or made whole with this disk or another. Its own record may have changed when it was added.
  if (degraded === 0 || members.some(({ states }) => states.includes('spare'))) return thawed;
  const there = await findDisk({ array, disk }, half, runProgram);
  if (there === null) throw new Error(`no disk is the half of ${volume} that was ${half}`);
  const member = members.find((one) => one.device === there);
  if (member && !member.states.includes('faulty')) return thawed;
  const user = await userOf(there);
  if (user !== null) throw new Error(`${there} is still in use (${user})`);
  if (member) await takeOut(device, there, runProgram);
  const add = async (how: string): Promise<string> =>
    await runOrRefuse({ program: 'mdadm', args: [device, how, there], limitMs: MD_LIMIT_MS }, runProgram);
  if (hasBitmap) await add('--re-add').catch(async () => await add('--add'));
  else await add('--add');
  return true;
}

/** The loop device by which somebody still reads a disk: mdadm would add it all the same. */
async function userOf(disk: string): Promise<string | null> {
  const block = path.join(SYSFS, 'block');
  for (const name of await readdir(block)) {
    const file = await readFile(path.join(block, name, 'loop/backing_file'), 'utf8').catch(() => '');
    if (file.trim() === disk) return `/dev/${name}`;
  }
  return null;
}
