import path from 'node:path';
import type { RunProgram } from '../run/program';
import { deviceMount, type DeviceMount } from '../volume/device-mount';
import { LVM_LIMIT_MS, readGroup, volumeName, volumeOf, type LogicalVolume } from '../volume/lvm';
import { mountAct } from '../volume/mount';
import { lookOf, notMade, Refusal, runOrRefuse } from '../volume/refusal';
import { stillName, type Still, type StillPlace, type StillRun } from '../volume/still';
import { hasHeld, whyLost } from './lvm-held';
import { roomInGroup, roomInPool, snapshotBytes, type Room } from './lvm-room';
import type { SnapshotProvider } from './provider';

const PROVIDER = 'lvm';

/** On everything that we make, beside its name: it is there before LVM has made a snapshot of it. */
const TAG = 'postbag';

interface Plan extends DeviceMount {
  readonly volume: LogicalVolume;
  /** Null in a thin pool: a snapshot has no size there. */
  readonly size: number | null;
  /** Bytes that can be written meanwhile. */
  readonly space: number;
}

/** What tests can change. */
export interface LvmSettings {
  /** How large a snapshot outside a thin pool is made, bytes. */
  readonly sizeOf?: (room: Room) => number;
}

/**
 * Makes the provider of snapshots of logical volumes. Device-mapper freezes the file system for the moment in which it
 * makes one, so all files are of one instant. One outside a thin pool is lost when more is written than it has room for.
 */
export function makeLvm({ sizeOf = snapshotBytes }: LvmSettings = {}): SnapshotProvider {
  return {
    id: PROVIDER,

    async look(place) {
      try {
        const { volume, space } = await planFor(place, sizeOf);
        const known = {
          usable: true,
          reason: null,
          volume: volumeName(volume),
          covers: 'one-instant' as const,
        };
        return { ...known, spaceBytes: space, resync: null, mounts: true };
      } catch (error) {
        return lookOf(error);
      }
    },

    async prepare(place, run) {
      try {
        return stillOf(await planFor(place, sizeOf), place, run);
      } catch (error) {
        throw notMade(PROVIDER, error);
      }
    },

    remove: async (params, runId, runProgram) => {
      if (params['run'] !== runId) return false;
      const group = String(params['group']);
      const origin = String(params['origin']);
      const name = nameOf(runId, origin);
      const there = (await readGroup(group, runProgram)).find((one) => one.name === name);
      if (!there || !isOurs(there, origin)) return false;
      await runOrRefuse(
        { program: 'lvremove', args: ['-y', '--', volumeName(there)], limitMs: LVM_LIMIT_MS },
        runProgram,
      );
      return true;
    },
  };
}

/** Parts of a post office may lie on volumes of one group, in which a name is there once: so the volume is in it, too. */
const nameOf = (runId: string, uuid: string): string => `${stillName(runId)}-${uuid.slice(0, 6)}`;

/** What was begun to be made is no snapshot of anything yet; then its mark tells whose it is. */
const isOurs = ({ originUuid, tags }: LogicalVolume, uuid: string): boolean =>
  originUuid === '' ? tags.includes(TAG) : originUuid === uuid;

/** @throws Refusal */
async function planFor(place: StillPlace, sizeOf: (room: Room) => number): Promise<Plan> {
  const at = await deviceMount(place);
  const { volume, all } = await volumeOf(at.mount, place.runProgram);
  if (volume.layout.includes('thin')) {
    const pool = all.find(({ name }) => name === volume.pool);
    if (!pool) throw new Refusal('not-understood', { program: 'lvs' });
    return { ...at, volume, size: null, space: roomInPool(pool, place.bytes) };
  }
  if (volume.origin !== '')
    throw new Refusal('other-volume', { type: `a snapshot, ${volumeName(volume)},`, point: at.mount.point });
  const size = sizeOf(roomInGroup(volume, place.bytes));
  return { ...at, volume, size, space: size };
}

function stillOf(
  { mount, inside, volume, size }: Plan,
  { runProgram }: StillPlace,
  { runId, folder }: StillRun,
): Still {
  const name = nameOf(runId, volume.uuid);
  const { group } = volume;
  const shown = `${group}/${name}`;
  let made: LogicalVolume | null = null;
  let mounted = false;
  return {
    make: {
      undo: {
        action: 'remove-snapshot',
        params: {
          provider: PROVIDER,
          run: runId,
          volume: volumeName(volume),
          shown,
          group,
          origin: volume.uuid,
        },
      },
      act: async (signal) => {
        signal.throwIfAborted();
        try {
          made = await makeSnapshot(volume, name, size, runProgram);
        } catch (error) {
          throw notMade(PROVIDER, error);
        }
      },
    },
    mount: {
      undo: { action: 'unmount', params: { point: folder, shown } },
      act: async (signal) => {
        if (!made) throw notMade(PROVIDER, new Error(`${shown} is not made yet`));
        const what = { provider: PROVIDER, device: made.device, point: folder, type: mount.type, shown };
        await mountAct(what, runProgram).act(signal);
        mounted = true;
      },
    },
    folder: () => {
      if (!mounted) throw new Error(`${shown} is not mounted yet`);
      return path.join(folder, inside);
    },
    held: async () => await hasHeld(made, folder, runProgram),
  };
}

/** Read-only, or mounting it would already write to it. @throws Refusal, Error */
async function makeSnapshot(
  volume: LogicalVolume,
  name: string,
  size: number | null,
  runProgram: RunProgram,
): Promise<LogicalVolume> {
  const kind = size === null ? ['--setactivationskip', 'n'] : ['--size', `${size}b`];
  const mark = ['--name', name, '--addtag', TAG, '--permission', 'r'];
  const args = ['-y', '--snapshot', ...mark, ...kind, '--', volumeName(volume)];
  await runOrRefuse({ program: 'lvcreate', args, limitMs: LVM_LIMIT_MS }, runProgram);
  const all = await readGroup(volume.group, runProgram);
  const there = all.find((one) => one.name === name && one.originUuid === volume.uuid);
  const lost = there ? whyLost(there, all) : `${volume.group}/${name} was not made`;
  if (!there || lost !== null) throw new Error(lost ?? '');
  return there;
}

/** Snapshots of logical volumes. */
export const lvm = makeLvm();
