import path from 'node:path';
import { describeError } from '../run/errors';
import type { RunProgram } from '../run/program';
import { lookOf, notMade, Refusal, runOrRefuse } from '../volume/refusal';
import type { Held, Still, StillPlace, StillRun } from '../volume/still';
import { whyNotMounted } from '../volume/still-mounted';
import { readProperties, ZFS_LIMIT_MS, zfsPlace, type ZfsPlace } from '../volume/zfs';
import type { SnapshotProvider } from './provider';
import { namesOf, removeZfs, type ZfsNames } from './zfs-undo';

const PROVIDER = 'zfs';

/**
 * Snapshots of datasets of ZFS, each read through a clone that cannot be written: the folder `.zfs/snapshot` is not there
 * everywhere. A snapshot is of one instant: it holds everything that was written before it, and nothing else
 * (zfs-snapshot(8)). A dataset below is a volume of its own and not in it.
 */
export const zfs: SnapshotProvider = {
  id: PROVIDER,

  async look(place) {
    try {
      const { dataset, properties } = await zfsPlace(place);
      const known = { usable: true, reason: null, volume: dataset, covers: 'one-instant' as const };
      return { ...known, spaceBytes: spaceOf(properties.get('available')), resync: null, mounts: true };
    } catch (error) {
      return lookOf(error);
    }
  },

  async prepare(place, run) {
    try {
      return stillOf(await zfsPlace(place), place, run);
    } catch (error) {
      throw notMade(PROVIDER, error);
    }
  },

  remove: removeZfs,
};

function spaceOf(available = ''): number {
  if (!/^\d+$/.test(available)) throw new Refusal('not-understood', { program: 'zfs' });
  return Number(available);
}

function stillOf({ dataset, inside }: ZfsPlace, place: StillPlace, { runId, folder }: StillRun): Still {
  const { runProgram } = place;
  const names = namesOf(dataset, runId);
  const params = { provider: PROVIDER, run: runId, volume: dataset };
  let mounted = false;
  return {
    make: {
      undo: {
        action: 'remove-snapshot',
        params: { ...params, shown: names.snapshot, part: 'snapshot' },
      },
      act: async (signal) => {
        signal.throwIfAborted();
        await change(['snapshot', names.snapshot], runProgram);
      },
    },
    mount: {
      undo: {
        action: 'remove-snapshot',
        params: { ...params, shown: names.clone, part: 'clone', point: folder },
      },
      act: async (signal) => {
        signal.throwIfAborted();
        await mountClone(names, folder, runProgram);
        mounted = true;
      },
    },
    folder: () => {
      if (!mounted) throw new Error(`${names.clone} is not mounted yet`);
      return path.join(folder, inside);
    },
    held: async () => await hasHeld(names, folder, runProgram),
  };
}

/** @throws PostbagError `still-not-made` */
async function change(args: readonly string[], runProgram: RunProgram): Promise<void> {
  try {
    await runOrRefuse({ program: 'zfs', args, limitMs: ZFS_LIMIT_MS }, runProgram);
  } catch (error) {
    throw notMade(PROVIDER, error);
  }
}

/**
 * What the clone would take over from the dataset above it otherwise: it would be shared, and be part of other snapshots.
 * `noauto`: after a power cut it is not mounted by itself.
 */
const CLONE = [
  'readonly=on',
  'canmount=noauto',
  'sharenfs=off',
  'sharesmb=off',
  'setuid=off',
  'devices=off',
  'exec=off',
  'atime=off',
  'com.sun:auto-snapshot=false',
];

/** @throws PostbagError `still-not-made` */
async function mountClone(
  { snapshot, clone }: ZfsNames,
  point: string,
  runProgram: RunProgram,
): Promise<void> {
  const options = [...CLONE, `mountpoint=${point}`].flatMap((option) => ['-o', option]);
  await change(['clone', ...options, snapshot, clone], runProgram);
  // zfs-fuse mounts it at once, whatever it may not do by itself.
  const properties = await readProperties(clone, runProgram).catch(() => null);
  if (properties?.get('mounted') !== 'yes') await change(['mount', clone], runProgram);
}

/** A clone that is there keeps its snapshot from being removed, and so everything that was in it. */
async function hasHeld({ snapshot, clone }: ZfsNames, point: string, runProgram: RunProgram): Promise<Held> {
  const lost = (reason: string): Held => ({ held: false, reason });
  try {
    const properties = await readProperties(clone, runProgram);
    if (properties === null) return lost(`${clone} is gone`);
    if (properties.get('origin') !== snapshot) return lost(`${clone} is no clone of ${snapshot} any more`);
    const why = await whyNotMounted(point, clone);
    return why === null ? { held: true } : lost(why);
  } catch (error) {
    return lost(describeError(error));
  }
}
