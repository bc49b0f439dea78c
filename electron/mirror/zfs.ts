import path from 'node:path';
import { describeError } from '../run/errors';
import type { RunProgram } from '../run/program';
import { lookOf, notMade, runOrRefuse } from '../volume/refusal';
import { stillName, type Held, type Still, type StillPlace, type StillRun } from '../volume/still';
import { whyNotMounted } from '../volume/still-mounted';
import { ZFS_LIMIT_MS } from '../volume/zfs';
import { readPool } from '../volume/zpool';
import type { MirrorProvider } from './provider';
import { openHalf, pointIn, type HalfPool } from './zfs-half';
import { joinZfs } from './zfs-join';
import { planFor, splitText, type ZfsPlan } from './zfs-plan';
import { resyncOf } from './zfs-resync';

const PROVIDER = 'zfs-mirror';

/**
 * Mirrors of ZFS: one device of each mirror of the pool is split off at one instant (zpool-split(8)) and becomes a pool of
 * its own, with all datasets; only the one of the post office is mounted. When the devices are attached again, everything
 * is copied. It has no step for mounting: what is split off has to be kept from places where people work at once.
 */
export const zfsMirror: MirrorProvider = {
  id: PROVIDER,

  async look(place) {
    try {
      const { pool } = await planFor(place);
      const known = { usable: true, reason: null, volume: pool, covers: 'one-instant' as const };
      return { ...known, spaceBytes: null, resync: 'all', mounts: false };
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

  join: joinZfs,
  resync: resyncOf,
};

function stillOf(plan: ZfsPlan, place: StillPlace, { runId, folder }: StillRun): Still {
  const { pool, dataset, inside, split } = plan;
  const { runProgram } = place;
  const half = { name: stillName(runId), folder, devices: split.map(({ device }) => device) };
  let mounted = false;
  return {
    make: {
      undo: {
        action: 'join-mirror',
        params: {
          provider: PROVIDER,
          run: runId,
          volume: pool,
          shown: pool,
          folder,
          devices: splitText(split),
        },
      },
      act: async (signal) => {
        signal.throwIfAborted();
        try {
          await splitOff(plan, half, place);
          await openHalf(half, dataset.replace(pool, half.name), runProgram);
          mounted = true;
        } catch (error) {
          throw notMade(PROVIDER, error);
        }
      },
    },
    mount: null,
    folder: () => {
      if (!mounted) throw new Error(`${half.name} is not mounted yet`);
      return path.join(pointIn(folder), inside);
    },
    held: async () => await hasHeld(half, runProgram),
  };
}

/** @throws Refusal, Error */
async function splitOff({ pool, split }: ZfsPlan, { name }: HalfPool, place: StillPlace): Promise<void> {
  const now = await planFor(place);
  if (splitText(now.split) !== splitText(split)) throw new Error(`${pool} is not what it was`);
  // Which devices, is left to it: told by their paths it would not know those that it uses as whole disks.
  const args = ['split', pool, name];
  await runOrRefuse({ program: 'zpool', args, limitMs: ZFS_LIMIT_MS }, place.runProgram);
}

async function hasHeld({ name, folder }: HalfPool, runProgram: RunProgram): Promise<Held> {
  const lost = (reason: string): Held => ({ held: false, reason });
  try {
    const status = await readPool(name, runProgram);
    if (status === null) return lost(`The pool ${name} is gone`);
    // There is no second device that could help out.
    if (status.state !== 'ONLINE') return lost(`The pool ${name} is ${status.state}`);
    const why = await whyNotMounted(pointIn(folder), name);
    return why === null ? { held: true } : lost(why);
  } catch (error) {
    return lost(describeError(error));
  }
}
