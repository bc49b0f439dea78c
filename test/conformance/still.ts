import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { StillAct, StillPlace } from '../../electron/volume/still';
import type { UndoHandler } from '../../electron/run/step';

export const RUN_ID = '20260101T000000000Z-0000abcd';
export const OTHER_RUN = '20260102T000000000Z-0000abcd';
export const never = new AbortController().signal;

/** What the worlds of both suites have in common. */
export interface StillWorld {
  readonly place: StillPlace;
  /** Undoes the action `unmount`. */
  readonly unmount: UndoHandler;
  /** Everything outside that the provider changes, as text, to compare. */
  readonly state: () => Promise<string>;
  /** Writes to a file of the place, so that it is different from what stands still. */
  readonly write: (name: string, text: string) => Promise<void>;
  /** Reads a file of a still. */
  readonly read: (folder: string, name: string) => Promise<string>;
  readonly end: () => Promise<void>;
}

/** Makes tests that run in a world of their own, with a folder for the run that is not there yet. */
export const testsIn =
  <World extends StillWorld>(makeWorld: () => Promise<World>, skipped: string | null) =>
  (work: (world: World, folder: string) => Promise<void>) =>
  async ({ skip }: { skip: (condition: boolean, why: string) => void }): Promise<void> => {
    skip(skipped !== null, skipped ?? '');
    const runs = await mkdtemp(path.join(os.tmpdir(), 'postbag-still-'));
    const mine = path.join(runs, RUN_ID);
    await mkdir(mine);
    const world = await makeWorld();
    try {
      await work(world, path.join(mine, 'still'));
    } finally {
      await world.end();
      await rm(runs, { recursive: true, force: true });
    }
  };

/** Takes an act back as another process does, which finds its undo in the journal. @param others does the provider's own */
export async function takeBack(
  { unmount }: StillWorld,
  act: StillAct,
  runId: string,
  others: UndoHandler,
): Promise<boolean> {
  const { action, params } = JSON.parse(JSON.stringify(act.undo)) as StillAct['undo'];
  return action === 'unmount' ? await unmount(params, runId) : await others(params, runId);
}
