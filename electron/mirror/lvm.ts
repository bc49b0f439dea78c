import path from 'node:path';
import { describeError } from '../run/errors';
import type { RunProgram } from '../run/program';
import { deviceMount, type DeviceMount } from '../volume/device-mount';
import { thaw, whileFrozen } from '../volume/freeze';
import { LVM_LIMIT_MS, readGroup, volumeName, volumeOf, type LogicalVolume } from '../volume/lvm';
import { mountAct } from '../volume/mount';
import { lookOf, notMade, runOrRefuse } from '../volume/refusal';
import type { Held, Still, StillPlace, StillRun } from '../volume/still';
import { whyNotMounted } from '../volume/still-mounted';
import { imagesOf, imageToSplit, isSplitOff, isWhole } from './lvm-images';
import type { MirrorProvider } from './provider';

const PROVIDER = 'lvm-mirror';

/**
 * Mirrors of LVM (raid1): the last image is split off, and LVM notes what changes meanwhile, so that no more than that is
 * copied when it is merged again: lvmraid(7), "tracking". The file system is frozen while it is split off, since LVM
 * itself does not do that here: without, its journal would have to be replayed, and nobody may write to the image.
 */
export const lvmMirror: MirrorProvider = {
  id: PROVIDER,

  async look(place) {
    try {
      const { volume } = await planFor(place);
      const known = {
        usable: true,
        reason: null,
        volume: volumeName(volume),
        covers: 'one-instant' as const,
      };
      return { ...known, spaceBytes: null, resync: 'changes', mounts: true };
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

  async join(params, runId, runProgram) {
    if (params['run'] !== runId) return false;
    // When Postbag and the guard were killed at once, nobody has.
    const thawed = await thaw(String(params['point']), runProgram);
    const all = await readGroup(String(params['group']), runProgram);
    const image = all.find(({ uuid }) => uuid === params['image']);
    if (!image || !isSplitOff(image)) return thawed;
    const args = ['-y', '--merge', '--', volumeName(image)];
    await runOrRefuse({ program: 'lvconvert', args, limitMs: LVM_LIMIT_MS }, runProgram);
    return true;
  },

  async resync(params, runProgram) {
    const all = await readGroup(String(params['group']), runProgram);
    const volume = all.find(({ uuid }) => uuid === params['origin']);
    if (!volume) throw new Error(`${String(params['volume'])} is gone`);
    const images = imagesOf(volume, all);
    const inStep = images.length > 1 && isWhole(volume, images);
    const percent = images.some(isSplitOff) ? null : volume.syncPercent;
    return { inStep, percent, at: new Date().toISOString() };
  },
};

interface Plan extends DeviceMount {
  readonly volume: LogicalVolume;
  readonly image: LogicalVolume;
}

/** @throws Refusal */
async function planFor(place: StillPlace): Promise<Plan> {
  const at = await deviceMount(place);
  const { volume, all } = await volumeOf(at.mount, place.runProgram);
  return { ...at, volume, image: imageToSplit(volume, all) };
}

function stillOf(plan: Plan, place: StillPlace, { runId, folder }: StillRun): Still {
  const { mount, inside, volume, image } = plan;
  const { runProgram } = place;
  const shown = volumeName(volume);
  const where = { group: volume.group, origin: volume.uuid, image: image.uuid, point: mount.point };
  let split = false;
  let mounted = false;
  return {
    make: {
      undo: {
        action: 'join-mirror',
        params: { provider: PROVIDER, run: runId, volume: shown, shown, ...where },
      },
      act: async (signal) => {
        signal.throwIfAborted();
        try {
          await splitOff(plan, place);
          split = true;
        } catch (error) {
          throw notMade(PROVIDER, error);
        }
      },
    },
    mount: {
      undo: { action: 'unmount', params: { point: folder, shown: volumeName(image) } },
      act: async (signal) => {
        if (!split) throw notMade(PROVIDER, new Error(`${volumeName(image)} is not split off yet`));
        const what = { provider: PROVIDER, device: image.device, point: folder, type: mount.type };
        await mountAct({ ...what, shown: volumeName(image) }, runProgram).act(signal);
        mounted = true;
      },
    },
    folder: () => {
      if (!mounted) throw new Error(`${volumeName(image)} is not mounted yet`);
      return path.join(folder, inside);
    },
    held: async () => await hasHeld(image, folder, runProgram),
  };
}

/** LVM writes copies of its records to `/etc/lvm`, which may lie on what is frozen: it would wait for itself. */
const NO_COPIES = ['--config', 'backup { backup=0 archive=0 }'];

/** @throws Refusal, Error, PostbagError */
async function splitOff({ mount, volume, image }: Plan, place: StillPlace): Promise<void> {
  const { runProgram } = place;
  const now = await planFor(place);
  if (now.image.uuid !== image.uuid) throw new Error(`${volumeName(volume)} is not what it was`);
  const args = ['-y', ...NO_COPIES, '--splitmirrors', '1', '--trackchanges', '--', volumeName(volume)];
  await whileFrozen({ point: mount.point, provider: PROVIDER, runProgram }, async () => {
    await runOrRefuse({ program: 'lvconvert', args, limitMs: LVM_LIMIT_MS }, runProgram);
  });
  const why = whyNotThere(image, await readGroup(volume.group, runProgram));
  if (why !== null) throw new Error(why);
}

/** Why the image cannot be read; null when it can. */
function whyNotThere({ uuid, group, name }: LogicalVolume, all: readonly LogicalVolume[]): string | null {
  const there = all.find((one) => one.uuid === uuid);
  if (!there || !isSplitOff(there)) return `${group}/${name} is not split off`;
  return there.attributes[4] === 'a' ? null : `${group}/${name} is not active`;
}

async function hasHeld(image: LogicalVolume, point: string, runProgram: RunProgram): Promise<Held> {
  const lost = (reason: string): Held => ({ held: false, reason });
  try {
    const all = await readGroup(image.group, runProgram);
    const why = whyNotThere(image, all) ?? (await whyNotMounted(point, volumeName(image)));
    return why === null ? { held: true } : lost(why);
  } catch (error) {
    return lost(describeError(error));
  }
}
