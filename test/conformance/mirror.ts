/** What every mirror provider must do, run against each of them with real mirrors where there can be some. */
import { describe, expect, test } from 'vitest';
import type { MirrorProvider } from '../../electron/mirror/provider';
import type { StillAct } from '../../electron/volume/still';
import { never, OTHER_RUN, RUN_ID, takeBack, testsIn, type StillWorld } from './still';

/**
 * The surroundings of a provider in one test: a mirror whose halves are in step. Made anew for each. Its `state` is the
 * same again when it is joined and in step.
 */
export interface MirrorWorld extends StillWorld {
  readonly provider: MirrorProvider;
  /** Takes a half out, as a broken disk would or a person does. */
  readonly degrade?: () => Promise<void>;
}

/** Registers the tests. `degrades`: false where only the administrator's commands could know that a half is lost. */
export function mirrorConformance(
  name: string,
  makeWorld: () => Promise<MirrorWorld>,
  { skipped, degrades = true }: { readonly skipped: string | null; readonly degrades?: boolean },
): void {
  const inWorld = testsIn(makeWorld, skipped);
  const undo = async (world: MirrorWorld, act: StillAct, runId = RUN_ID): Promise<boolean> =>
    await takeBack(world, act, runId, async (params, run) => {
      return await world.provider.join(params, run, world.place.runProgram);
    });
  const inStep = async ({ provider, place }: MirrorWorld, act: StillAct): Promise<void> => {
    const until = Date.now() + 60_000;
    for (;;) {
      const resync = await provider.resync(act.undo.params, place.runProgram);
      if (resync.percent !== null) expect(resync.percent).toBeGreaterThanOrEqual(0);
      if (resync.inStep) return;
      if (Date.now() > until) throw new Error(`not in step: ${JSON.stringify(resync)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };

  describe(`${name} is a mirror`, () => {
    test(
      'it says what it can do here, and changes nothing by looking',
      inWorld(async ({ provider, place, state }) => {
        const before = await state();
        const look = await provider.look(place);
        expect(look).toMatchObject({ usable: true, reason: null, covers: 'one-instant' });
        expect(look.volume).not.toBe('');
        expect(await state()).toBe(before);
      }),
    );

    test(
      'the half is read as it was when it was broken off; it is joined again, once, and comes into step',
      inWorld(async (world, folder) => {
        const { provider, place, state, write, read } = world;
        await write('MLANDATA', 'before');
        const before = await state();
        const look = await provider.look(place);
        const still = await provider.prepare(place, { runId: RUN_ID, folder });
        const acts = [still.make, ...(still.mount ? [still.mount] : [])];
        expect(still.mount !== null).toBe(look.mounts);
        expect(await state(), 'preparing changes nothing').toBe(before);

        for (const act of acts) await act.act(never);
        await write('MLANDATA', 'changed');
        expect(await read(still.folder(), 'MLANDATA')).toBe('before');
        expect(await still.held()).toEqual({ held: true });
        expect(await state()).not.toBe(before);
        // While it is broken it is nothing to break once more.
        expect(await provider.look(place)).toMatchObject({ usable: false });

        for (const act of [...acts].reverse()) expect(await undo(world, act), 'taken back').toBe(true);
        await inStep(world, still.make);
        expect(await state()).toBe(before);
        expect(await read(place.folder, 'MLANDATA')).toBe('changed');
        expect(await provider.look(place)).toMatchObject({ usable: true });
      }),
    );

    test(
      'killed between writing the undo and acting, nothing is left to do, and it stays whole',
      inWorld(async (world, folder) => {
        const { provider, place, state } = world;
        const before = await state();
        const still = await provider.prepare(place, { runId: RUN_ID, folder });
        if (still.mount) await undo(world, still.mount);
        await undo(world, still.make);
        await inStep(world, still.make);
        expect(await state()).toBe(before);
      }),
    );

    test(
      'what another run broke is not joined',
      inWorld(async (world, folder) => {
        const { provider, place, state } = world;
        const still = await provider.prepare(place, { runId: RUN_ID, folder });
        await still.make.act(never);
        const broken = await state();
        await undo(world, still.make, OTHER_RUN).catch(() => false);
        expect(await state()).toBe(broken);
        await undo(world, still.make);
        await inStep(world, still.make);
      }),
    );

    if (!degrades) return;
    test(
      'one that has lost a half is refused before anything is touched',
      inWorld(async (world, folder) => {
        const { provider, place, state, degrade } = world;
        if (!degrade) throw new Error('no half can be taken out');
        await degrade();
        const before = await state();
        expect(await provider.look(place)).toMatchObject({ usable: false, reason: { code: 'degraded' } });
        await expect(provider.prepare(place, { runId: RUN_ID, folder })).rejects.toMatchObject({
          code: 'still-not-made',
        });
        expect(await state()).toBe(before);
      }),
    );
  });
}
