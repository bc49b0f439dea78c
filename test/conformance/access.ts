/**
 * What every way to see and close access must do, run against each of them with real parts where they can run, and with
 * recorded output where they cannot.
 */
import { describe, expect, test } from 'vitest';
import type { AccessAdapter, Place } from '../../electron/access/adapter';
import type { UndoHandler } from '../../electron/run/step';

export const RUN_ID = '20260101T000000000Z-0000abcd';
const OTHER_RUN = '20260102T000000000Z-0000abcd';
const never = new AbortController().signal;

/** Somebody at a post office, real or played. */
export interface Visitor {
  /** What must be said of it: the user where the adapter can tell, and a file it holds. */
  readonly user: string | null;
  readonly file: string | null;
  /** Whether it can still work with what it had open. */
  alive(): Promise<boolean>;
  leave(): Promise<void>;
}

/** The surroundings of an adapter in one test. Made anew for each. */
export interface World {
  readonly adapter: AccessAdapter;
  readonly place: Place;
  readonly undo: UndoHandler;
  /** Comes in and opens a file. @throws when it is refused. Absent where the adapter sees nobody. */
  readonly enter?: () => Promise<Visitor>;
  /** Everything outside that closing changes, as text, to compare. */
  readonly state: () => Promise<string>;
  readonly end: () => Promise<void>;
}

/** Tries until it holds; systems need a moment. */
export async function eventually(check: () => Promise<boolean>, withinMs = 10_000): Promise<boolean> {
  const until = Date.now() + withinMs;
  for (;;) {
    if (await check()) return true;
    if (Date.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Registers the tests. `closes`, `ends`: what the adapter can do in this world. */
export function accessConformance(
  name: string,
  makeWorld: () => Promise<World>,
  can: { readonly closes: boolean; readonly lists: boolean; readonly ends: boolean },
): void {
  const inWorld = (work: (world: World) => Promise<void>) => async () => {
    const world = await makeWorld();
    try {
      await work(world);
    } finally {
      await world.end();
    }
  };
  const listed = async ({ adapter, place }: World) => {
    if (!adapter.list) throw new Error('it cannot list');
    return await adapter.list(place, never);
  };
  const enter = async (world: World): Promise<Visitor> => {
    if (!world.enter) throw new Error('nobody can enter');
    return await world.enter();
  };

  describe(`${name} is a way to see and close access`, () => {
    test(
      'it says what it can do here, and changes nothing by looking',
      inWorld(async ({ adapter, place, state }) => {
        const before = await state();
        const look = await adapter.look(place);
        expect(look).toMatchObject({ lists: can.lists, closes: can.closes });
        if (!can.lists && !can.closes) expect(look.reason).not.toBeNull();
        expect(adapter.list !== undefined).toBe(can.lists || adapter.list !== undefined);
        expect(await state()).toBe(before);
      }),
    );

    if (can.lists) {
      test(
        'nobody is seen while nobody is there; whoever comes is seen, and gone when gone',
        inWorld(async (world) => {
          expect((await listed(world)).connections).toEqual([]);
          const visitor = await enter(world);
          expect(await eventually(async () => (await listed(world)).connections.length === 1)).toBe(true);
          const [first] = (await listed(world)).connections;
          if (visitor.user !== null) expect(first?.user).toBe(visitor.user);
          if (visitor.file !== null) expect(first?.files.map(({ path }) => path)).toContain(visitor.file);
          const [again] = (await listed(world)).connections;
          expect(again?.id, 'the same connection has the same id').toBe(first?.id);
          await visitor.leave();
          expect(await eventually(async () => (await listed(world)).connections.length === 0)).toBe(true);
        }),
      );
    }

    if (can.ends) {
      test(
        'one connection is ended, and the other one goes on',
        inWorld(async (world) => {
          const { adapter, place } = world;
          const one = await enter(world);
          expect(await eventually(async () => (await listed(world)).connections.length === 1)).toBe(true);
          const [first] = (await listed(world)).connections;
          const other = await enter(world);
          expect(await eventually(async () => (await listed(world)).connections.length === 2)).toBe(true);
          if (!first || !adapter.disconnect) throw new Error('it cannot end a connection');
          await adapter.disconnect(place, first, false);
          expect(await eventually(async () => (await listed(world)).connections.length === 1)).toBe(true);
          expect((await listed(world)).connections[0]?.id).not.toBe(first.id);
          expect(await one.alive()).toBe(false);
          expect(await other.alive()).toBe(true);
        }),
      );
    }

    if (can.closes) {
      const close = async ({ adapter, place }: World) => {
        if (!adapter.closing) throw new Error('it cannot close');
        return await adapter.closing(place, RUN_ID);
      };
      test(
        'preparing changes nothing; closing is undone to what was before, once, also by another process',
        inWorld(async (world) => {
          const { undo, state } = world;
          const before = await state();
          const closing = await close(world);
          expect(await state()).toBe(before);
          const written = JSON.parse(JSON.stringify(closing.undo)) as typeof closing.undo;
          // Killed between writing the undo and acting: there is nothing to take back.
          expect(await undo(written.params, RUN_ID)).toBe(false);
          expect(await state()).toBe(before);
          await closing.act();
          expect(await state()).not.toBe(before);
          expect(await undo(written.params, RUN_ID)).toBe(true);
          expect(await state()).toBe(before);
          expect(await undo(written.params, RUN_ID)).toBe(false);
        }),
      );
      test(
        'what another run closed is not opened',
        inWorld(async (world) => {
          const { undo, state } = world;
          const closing = await close(world);
          await closing.act();
          const closed = await state();
          expect(await undo(closing.undo.params, OTHER_RUN).catch(() => false)).toBe(false);
          expect(await state()).toBe(closed);
          expect(await undo(closing.undo.params, RUN_ID)).toBe(true);
        }),
      );
      if (can.lists) {
        test(
          'closed, nobody new gets in; opened again, they do',
          inWorld(async (world) => {
            const closing = await close(world);
            await closing.act();
            expect(await eventually(() => refused(world))).toBe(true);
            await world.undo(closing.undo.params, RUN_ID);
            let visitor: Visitor | null = null;
            expect(
              await eventually(async () => {
                visitor = await enter(world).catch(() => null);
                return visitor !== null;
              }),
            ).toBe(true);
          }),
        );
      }
    }
  });

  async function refused(world: World): Promise<boolean> {
    const visitor = await enter(world).catch(() => null);
    await visitor?.leave();
    return visitor === null;
  }
}
