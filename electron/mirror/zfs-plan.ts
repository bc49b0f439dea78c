import { z } from 'zod';
import type { Params } from '../../shared/severity';
import { Refusal } from '../volume/refusal';
import type { StillPlace } from '../volume/still';
import { zfsPlace, type ZfsPlace } from '../volume/zfs';
import { isMirror, readPool } from '../volume/zpool';
import type { PoolStatus } from '../volume/zpool-status';

/** Of one mirror of a pool: what is split off. */
export interface SplitDevice {
  /** As `zpool status` names it: an absolute path where that can be had. */
  readonly device: string;
  /** How many devices the mirror has before. */
  readonly of: number;
}

/** A pool that can be split. */
export interface ZfsPlan extends ZfsPlace {
  /** One of each mirror, in the order of the pool. */
  readonly split: readonly SplitDevice[];
}

/**
 * Looks whether the pool of a place can be split. Changes nothing.
 * @throws Refusal those of `zfsPlace`, and `no-mirror`, `degraded`, `not-in-step`
 */
export async function planFor(place: StillPlace): Promise<ZfsPlan> {
  const at = await zfsPlace(place);
  // The half would need its key once more.
  if ((at.properties.get('encryption') ?? 'off') !== 'off')
    throw new Refusal('failed', { program: 'zpool', reason: `${at.dataset} is encrypted` });
  const pool = await readPool(at.pool, place.runProgram);
  if (pool === null) throw new Refusal('not-understood', { program: 'zpool' });
  mustBeWhole(pool);
  // `zpool split` takes the last one of each mirror: zpool-split(8).
  const split = pool.parts.flatMap(({ devices }) => {
    const last = devices.at(-1);
    return last ? [{ device: last.name, of: devices.length }] : [];
  });
  return { ...at, split };
}

/** `zpool split` takes nothing but mirrors, and none that is not in step: zpool-split(8). @throws Refusal */
function mustBeWhole({ name, state, parts, scans, checkpoint, removing }: PoolStatus): void {
  const volume = name;
  if (!parts.every(isMirror)) throw new Refusal('no-mirror', { volume });
  const all = [{ state }, ...parts, ...parts.flatMap(({ devices }) => devices)];
  const broken = all.find((one) => one.state !== 'ONLINE');
  if (broken) throw new Refusal('degraded', { volume, state: broken.state });
  const scan = scans.find(({ running }) => running);
  if (scan || parts.some(({ replacing }) => replacing))
    throw new Refusal('not-in-step', { volume, percent: scan?.percent ?? '' });
  const why = checkpoint ? 'has a checkpoint' : removing ? 'is being made smaller' : null;
  if (why !== null) throw new Refusal('failed', { program: 'zpool', reason: `${name} ${why}` });
}

const Split = z.array(z.object({ device: z.string().min(1), of: z.number().int().min(2) })).min(1);

/** The devices as a text for the journal. */
export const splitText = (split: readonly SplitDevice[]): string => JSON.stringify(split);

/** Reads them again. @throws Error when it is none */
export const splitOf = (params: Params): readonly SplitDevice[] =>
  Split.parse(JSON.parse(String(params['devices'])));
