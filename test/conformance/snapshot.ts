/**
 * What every snapshot provider must do, run against each of them on a real volume where there can be one, and against
 * recorded output where not.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SnapshotProvider } from '../../electron/snapshot/provider';
import type { StillAct } from '../../electron/volume/still';
import type { Covers } from '../../shared/still';
import { never, OTHER_RUN, RUN_ID, takeBack, testsIn, type StillWorld } from './still';

export { OTHER_RUN, RUN_ID } from './still';

/** The surroundings of a provider in one test. Made anew for each, or cleaned by the provider's own undo. */
export interface SnapshotWorld extends StillWorld {
  readonly provider: SnapshotProvider;
}

/** Registers the tests. */
export function snapshotConformance(
  name: string,
  makeWorld: () => Promise<SnapshotWorld>,
  is: { readonly covers: Covers; readonly skip?: string | null },
): void {
  const inWorld = testsIn(makeWorld, is.skip ?? null);
  const undo = async (world: SnapshotWorld, act: StillAct, runId = RUN_ID): Promise<boolean> =>
    await takeBack(world, act, runId, async (params, run) => {
      return await world.provider.remove(params, run, world.place.runProgram);
    });

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
