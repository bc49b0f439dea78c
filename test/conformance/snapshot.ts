/**
 * What every snapshot provider must do, run against each of them on a real volume where there can be one, and against
 * recorded output where not.
 */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SnapshotProvider } from '../../electron/snapshot/provider';
import type { StillAct, StillPlace } from '../../electron/volume/still';
import type { UndoHandler } from '../../electron/run/step';
import type { Covers } from '../../shared/still';

export const RUN_ID = '20260101T000000000Z-0000abcd';
export const OTHER_RUN = '20260102T000000000Z-0000abcd';
const never = new AbortController().signal;

/** The surroundings of a provider in one test. Made anew for each, or cleaned by the provider's own undo. */
export interface SnapshotWorld {
  readonly provider: SnapshotProvider;
  readonly place: StillPlace;
  /** Undoes the action `unmount`. */
  readonly unmount: UndoHandler;
  /** Everything outside that the provider changes (snapshots, mounts, folders), as text, to compare. */
  readonly state: () => Promise<string>;
  /** Writes to a file of the place, so that it is different from its snapshot. */
  readonly write: (name: string, text: string) => Promise<void>;
  /** Reads a file of a still. */
  readonly read: (folder: string, name: string) => Promise<string>;
  readonly end: () => Promise<void>;
}

/** Registers the tests. */
export function snapshotConformance(
  name: string,
  makeWorld: () => Promise<SnapshotWorld>,
  is: { readonly covers: Covers; readonly skip?: string | null },
): void {
  const inWorld =
    (work: (world: SnapshotWorld, folder: string) => Promise<void>) =>
    async ({ skip }: { skip: (condition: boolean, why: string) => void }) => {
      skip(typeof is.skip === 'string', is.skip ?? '');
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
  const undo = async ({ provider, place, unmount }: SnapshotWorld, act: StillAct, runId = RUN_ID) => {
    // As another process finds it in the journal.
    const { action, params } = JSON.parse(JSON.stringify(act.undo)) as StillAct['undo'];
    return action === 'unmount'
      ? await unmount(params, runId)
      : await provider.remove(params, runId, place.runProgram);
  };

  describe(`${name} makes snapshots`, () => {
    test(
      'it says what it can do here, and changes nothing by looking',
      inWorld(async ({ provider, place, state }) => {
        const before = await state();
        const look = await provider.look(place);
        expect(look).toMatchObject({ usable: true, reason: null, covers: is.covers });
        expect(look.volume).not.toBe('');
        expect(await state()).toBe(before);
      }),
    );

    test(
      'what was there is read from it, whatever is written meanwhile; it is removed without a trace, once',
      inWorld(async (world, folder) => {
        const { provider, place, state, write, read } = world;
        await write('MLANDATA', 'before');
        const before = await state();
        const look = await provider.look(place);
        const still = await provider.prepare(place, { runId: RUN_ID, folder });
        const acts = [still.make, ...(still.mount ? [still.mount] : [])];
        expect(still.mount !== null).toBe(look.mounts);
        expect(await state(), 'preparing changes nothing').toBe(before);
        // Killed between writing the undo and acting: there is nothing to take back.
        for (const act of [...acts].reverse()) expect(await undo(world, act)).toBe(false);
        expect(await state()).toBe(before);

        for (const act of acts) await act.act(never);
        await write('MLANDATA', 'changed');
        expect(await read(still.folder(), 'MLANDATA')).toBe('before');
        expect(await still.held()).toEqual({ held: true });
        const made = await state();
        expect(made).not.toBe(before);

        for (const act of [...acts].reverse()) expect(await undo(world, act), 'taken back').toBe(true);
        expect(await state()).toBe(before);
        for (const act of [...acts].reverse()) expect(await undo(world, act), 'once').toBe(false);
        expect(await read(place.folder, 'MLANDATA')).toBe('changed');
      }),
    );

    test(
      'what another run made is not touched',
      inWorld(async (world, folder) => {
        const { provider, place, state } = world;
        const still = await provider.prepare(place, { runId: RUN_ID, folder });
        const acts = [still.make, ...(still.mount ? [still.mount] : [])];
        for (const act of acts) await act.act(never);
        const made = await state();
        for (const act of [...acts].reverse()) await undo(world, act, OTHER_RUN).catch(() => false);
        expect(await state()).toBe(made);
        for (const act of [...acts].reverse()) await undo(world, act);
        expect(await state()).not.toBe(made);
      }),
    );

    test(
      'a still that is gone has not held',
      inWorld(async (world, folder) => {
        const { provider, place } = world;
        const still = await provider.prepare(place, { runId: RUN_ID, folder });
        const acts = [still.make, ...(still.mount ? [still.mount] : [])];
        for (const act of acts) await act.act(never);
        for (const act of [...acts].reverse()) await undo(world, act);
        expect(await still.held()).toMatchObject({ held: false });
      }),
    );
  });
}

/** Writes and reads in plain folders, for worlds that need nothing else. */
export const plainFiles = (root: string): Pick<SnapshotWorld, 'write' | 'read'> => ({
  write: async (name, text) => {
    await writeFile(path.join(root, name), text);
  },
  read: async (folder, name) => await readFile(path.join(folder, name), 'utf8'),
});

/** All names below a folder, as text. */
export async function namesIn(folder: string): Promise<string> {
  return (await readdir(folder, { recursive: true })).sort().join('\n');
}
