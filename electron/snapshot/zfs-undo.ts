import { rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { Params } from '../../shared/severity';
import { systemCode } from '../run/errors';
import { isRunId } from '../run/folders';
import type { RunProgram } from '../run/program';
import { stillName } from '../volume/still';
import { BUSY_MS, poolOf, readProperties, runUntilNotBusy } from '../volume/zfs';
import { readOwnPool } from '../volume/zpool';

/** What a run makes of a dataset. */
export interface ZfsNames {
  /** `tank/mail@postbag-<run>`. */
  readonly snapshot: string;
  /**
   * The clone that shows it. Below the dataset, since two datasets side by side may be parts of one post office.
   */
  readonly clone: string;
}

export const namesOf = (dataset: string, runId: string): ZfsNames => ({
  snapshot: `${dataset}@${stillName(runId)}`,
  clone: `${dataset}/${stillName(runId)}`,
});

/**
 * Removes what a run made of a dataset, and nothing else. `params`: `run`, `volume` (the dataset), `part` (`clone`, or
 * `snapshot`), and of a clone `point`, absolute, where it is mounted.
 * @returns whether there was something
 * @throws Error when it could not be removed now, or is not what the run made any more
 */
export async function removeZfs(
  params: Params,
  runId: string,
  runProgram: RunProgram,
  busyMs = BUSY_MS,
): Promise<boolean> {
  if (params['run'] !== runId || !isRunId(runId)) return false;
  const dataset = String(params['volume']);
  const { snapshot, clone } = namesOf(dataset, runId);
  if (params['part'] === 'clone') {
    const removed = await removeClone(snapshot, clone, runProgram, busyMs);
    await removePoint(String(params['point']), runId);
    return removed;
  }
  if (params['part'] !== 'snapshot') throw new Error(`${String(params['part'])} is no part of a snapshot`);
  const properties = await readProperties(snapshot, runProgram);
  if (properties?.get('type') !== 'snapshot') {
    await mustBeImported(dataset, runProgram);
    return false;
  }
  return await runUntilNotBusy({ program: 'zfs', args: ['destroy', snapshot] }, runProgram, busyMs);
}

async function removeClone(
  snapshot: string,
  clone: string,
  runProgram: RunProgram,
  busyMs: number,
): Promise<boolean> {
  const properties = await readProperties(clone, runProgram);
  if (properties === null) {
    await mustBeImported(clone, runProgram);
    return false;
  }
  // Somebody promoted it, or made something else under its name.
  if (properties.get('origin') !== snapshot) throw new Error(`${clone} is no clone of ${snapshot} any more`);
  return await runUntilNotBusy({ program: 'zfs', args: ['destroy', clone] }, runProgram, busyMs);
}

/** Of a pool that is not here now nobody can say what is in it. */
async function mustBeImported(name: string, runProgram: RunProgram): Promise<void> {
  await readOwnPool(poolOf(name), runProgram);
}

async function removePoint(point: string, runId: string): Promise<void> {
  if (!point.split(path.sep).includes(runId)) throw new Error(`${point} is no folder of run ${runId}`);
  await rmdir(point).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
  });
}
