import path from 'node:path';
import { deviceMount, type DeviceMount } from '../volume/device-mount';
import { whileFrozen } from '../volume/freeze';
import { mountAct } from '../volume/mount';
import { lookOf, notMade, Refusal, runOrRefuse } from '../volume/refusal';
import type { Still, StillPlace, StillRun } from '../volume/still';
import { folderOf, readArray, type MdArray, type MdMember } from './md-array';
import { halfToTake } from './md-half';
import { hasHeld } from './md-held';
import { joinArray, MD_LIMIT_MS, takeOut } from './md-join';
import { findArray, recordOn, uuidOf, type MdRecord } from './md-records';
import type { MirrorProvider } from './provider';

const PROVIDER = 'md';

/**
 * Mirrors of Linux software RAID: the last disk is marked as failed and taken out of the array while the file system is
 * frozen, and added again afterwards. An array with a bitmap then copies no more than what changed: md(4).
 */
export const md: MirrorProvider = {
  id: PROVIDER,

  async look(place) {
    try {
      const { array, volume } = await planFor(place);
      const known = { usable: true, reason: null, volume, covers: 'one-instant' as const };
      return { ...known, spaceBytes: null, resync: array.hasBitmap ? 'changes' : 'all', mounts: true };
    } catch (error) {
      return lookOf(error);
    }
  },

  async prepare(place, run) {
    try {
      return stillOf(await planFor(place), place, run);
    } catch (error) {
      throw notMade(PROVIDER, error);
    }
  },

  join: joinArray,

  async resync(params, runProgram) {
    const found = await findArray(String(params['array']), String(params['device']), runProgram);
    if (!found) throw new Error(`${String(params['volume'])} does not run now`);
    const { degraded, action, resyncs, percent } = found;
    const inStep = degraded === 0 && action === 'idle' && !resyncs;
    return { inStep, percent: inStep ? 100 : percent, at: new Date().toISOString() };
  },
};

interface Plan extends DeviceMount {
  readonly array: MdArray;
  /** What people call it. */
  readonly volume: string;
  readonly half: MdMember;
  readonly record: MdRecord;
}

/** @throws Refusal */
async function planFor(place: StillPlace): Promise<Plan> {
  const at = await deviceMount(place);
  const { device, source, type, point } = at.mount;
  const folder = await folderOf(device);
  const array = folder === null ? null : await readArray(folder);
  if (!array) throw new Refusal('other-volume', { type: `${type} on ${source}`, point });
  const volume = source.startsWith('/dev/md') ? source : array.device;
  const half = halfToTake(array, volume);
  const uuid = await uuidOf(array.device, place.runProgram);
  const record = await recordOn(half.device, place.runProgram);
  if (record.array !== uuid) throw new Refusal('not-understood', { program: 'mdadm' });
  return { ...at, array, volume, half, record };
}

function stillOf(plan: Plan, place: StillPlace, { runId, folder }: StillRun): Still {
  const { mount, inside, array, volume, half, record } = plan;
  const { runProgram } = place;
  let taken: MdRecord | null = null;
  let mounted = false;
  return {
    make: {
      undo: {
        action: 'join-mirror',
        params: {
          ...{ provider: PROVIDER, run: runId, volume, shown: volume, point: mount.point },
          ...{ device: array.device, half: half.device, array: record.array, disk: record.disk },
        },
      },
      act: async (signal) => {
        signal.throwIfAborted();
        try {
          taken = await takeHalf(plan, place);
        } catch (error) {
          throw notMade(PROVIDER, error);
        }
      },
    },
    mount: {
      undo: { action: 'unmount', params: { point: folder, shown: half.device } },
      act: async (signal) => {
        if (!taken) throw notMade(PROVIDER, new Error(`${half.device} is not taken out yet`));
        // The records of the array lie before the file system, or behind it.
        const options = ['loop', `offset=${String(half.offset)}`, `sizelimit=${array.bytes}`];
        const what = { provider: PROVIDER, device: half.device, point: folder, type: mount.type };
        await mountAct({ ...what, options, shown: half.device }, runProgram).act(signal);
        mounted = true;
      },
    },
    folder: () => {
      if (!mounted) throw new Error(`${half.device} is not mounted yet`);
      return path.join(folder, inside);
    },
    held: async () => await hasHeld(half, taken, folder, runProgram),
  };
}

/** @returns what is written on the disk from then on @throws Refusal, Error, PostbagError */
async function takeHalf(plan: Plan, place: StillPlace): Promise<MdRecord> {
  const { mount, array, volume, half, record } = plan;
  const { device } = array;
  const { runProgram } = place;
  const now = await planFor(place);
  if (now.record.disk !== record.disk || now.record.array !== record.array)
    throw new Error(`${volume} is not what it was`);
  await whileFrozen({ point: mount.point, provider: PROVIDER, runProgram }, async () => {
    await mustStandWithout(plan);
    const args = [device, '--fail', half.device];
    await runOrRefuse({ program: 'mdadm', args, limitMs: MD_LIMIT_MS }, runProgram);
  });
  await takeOut(device, half.device, runProgram);
  return await recordOn(half.device, runProgram);
}

/**
 * Marking the last disk as failed breaks an array for good, whatever mdadm answers. So this is looked at once more in the
 * last moment.
 * @throws Refusal, Error
 */
async function mustStandWithout({ mount, volume, half }: Plan): Promise<void> {
  const folder = await folderOf(mount.device);
  const array = folder === null ? null : await readArray(folder);
  if (!array || halfToTake(array, volume).device !== half.device)
    throw new Error(`${volume} is not what it was`);
}
