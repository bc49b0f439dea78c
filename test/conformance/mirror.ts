/** What every mirror provider must do, run against each of them with real mirrors where there can be some. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MirrorProvider } from '../../electron/mirror/provider';
import type { StillAct, StillPlace } from '../../electron/volume/still';
import type { UndoHandler } from '../../electron/run/step';
import { OTHER_RUN, RUN_ID } from './snapshot';

const never = new AbortController().signal;

/** The surroundings of a provider in one test: a mirror whose halves are in step. Made anew for each. */
export interface MirrorWorld {
  readonly provider: MirrorProvider;
  readonly place: StillPlace;
  /** Undoes the action `unmount`. */
  readonly unmount: UndoHandler;
  /** The mirror and its halves, as text: the same again when it is joined and in step. */
  readonly state: () => Promise<string>;
  readonly write: (name: string, text: string) => Promise<void>;
  readonly read: (folder: string, name: string) => Promise<string>;
  /** Takes a half out, as a broken disk would or a person does. Absent where only the administrator's commands know. */
  readonly degrade?: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Registers the tests. */
export function mirrorConformance(
  name: string,
  makeWorld: () => Promise<MirrorWorld>,
  skipped: string | null = null,
): void {
  const inWorld =
    (work: (world: MirrorWorld, folder: string) => Promise<void>) =>
    async ({ skip }: { skip: (condition: boolean, why: string) => void }) => {
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
  const undo = async ({ provider, place, unmount }: MirrorWorld, act: StillAct, runId = RUN_ID) => {
    const { action, params } = JSON.parse(JSON.stringify(act.undo)) as StillAct['undo'];
    return action === 'unmount'
      ? await unmount(params, runId)
      : await provider.join(params, runId, place.runProgram);
  };
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

    test(
      'one that has lost a half is refused before anything is touched',
      inWorld(async (world, folder) => {
        const { provider, place, state, degrade } = world;
        if (!degrade) return;
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
