/**
 * Motivation: bringing a copy online renames the one folder that everybody's mail is in. When the power goes in the middle, an
 * administrator must find one whole post office where users look for it, and the other one whole beside it; a half one, or none,
 * would be a day without mail.
 *
 * Description: a process that brings a copy online, or swaps back, over an old post office, an empty folder or nothing, is killed
 * (SIGKILL) before and after each call that changes a disk: each record of its journal, each rename, each file. Then another
 * process takes back what it left, is killed as well in the middle of that, and at last this is done undisturbed.
 *
 * Pass criteria: the old post office is there, to the byte, at every moment; after recovery one whole post office is in place, and
 * if they were exchanged the other one lies whole aside and the record says so; nothing unfinished is left, and nothing is owed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { wasExchanged } from '../../electron/restore/online/recorded';
import { newRunId, runFiles } from '../../electron/run/folders';
import { pendingUndos, readRun, recoverRuns } from '../../electron/run/recovery';
import { carry, handlers, jobOf, planOf, type OnlineWorld } from '../integration/restore/online-runs';
import { copyOfWorld, lying, makeOnlineWorld, onlineOf } from '../integration/restore/online-world';
import { temporaryFolder } from '../support/places';
import { bundledSource } from '../unit/run/bundled-source';

/** A process that brings online, swaps back or recovers, and dies at a point. */
const SOURCE = `
  import { counting } from './test/faults/die-at';
  import { carry, handlers, jobOf } from './test/integration/restore/online-runs';
  import { wasExchanged } from './electron/restore/online/recorded';
  import { recoverRuns } from './electron/run/recovery';
  const [what, world, runId, plan] = process.argv.slice(2);
  const places = JSON.parse(world);
  if (!counting) throw new Error('no points');
  if (what === 'recover') await recoverRuns(places.home, handlers, wasExchanged);
  else await carry(what, places, jobOf(places), { runId, plan: JSON.parse(plan) });
`;

type What = 'online' | 'swap-back';
type There = 'something' | 'empty' | 'nothing';

interface Child {
  readonly script: string;
  readonly what: What | 'recover';
  readonly world: OnlineWorld;
  readonly runId: string;
  readonly dieAt?: number;
  readonly log?: string;
}

/** @returns whether it was killed */
async function runChild({ script, what, world, runId, dieAt, log }: Child): Promise<boolean> {
  const plan = what === 'recover' ? '' : JSON.stringify(await planOf(what, jobOf(world)));
  const child = spawn(process.execPath, [script, what, JSON.stringify(world), runId, plan], {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(dieAt !== undefined && { DIE_AT: String(dieAt) }),
      ...(log !== undefined && { DIE_LOG: log }),
    },
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (signal === null) expect(code).toBe(0);
  return signal === 'SIGKILL';
}

/** A world in which a run of this kind can begin. */
async function worldFor(template: OnlineWorld, what: What, there: There): Promise<OnlineWorld> {
  const world = await copyOfWorld(template);
  if (what === 'swap-back') await carry('online', world, jobOf(world));
  if (there !== 'something') await rm(world.target, { recursive: true });
  if (there === 'empty') await mkdir(world.target);
  return world;
}

/** What may lie there when all is over: as before, or exchanged. */
async function states(
  world: OnlineWorld,
  { what, there, runId }: { what: What; there: There; runId: string },
): Promise<{ before: Record<string, string>; exchanged: Record<string, string> }> {
  const before = await lying(world);
  const exchanged: Record<string, string> =
    what === 'online'
      ? {
          'Harbour office': 'restored',
          ...(there === 'something' && { [`Harbour office before ${runId}`]: 'old' }),
        }
      : {
          'Harbour office': 'old',
          ...(there === 'something' && { [`Harbour office restored ${runId}`]: 'restored' }),
        };
  return { before, exchanged };
}

/** As every start of app and CLI does. A lock that its process died in making counts only when it is some seconds old. */
async function recover({ home }: OnlineWorld, runId: string): Promise<void> {
  const { lock } = runFiles(home, runId);
  const isOver = async (): Promise<boolean> => {
    const record = await readRun(home, runId);
    return record === null ? !existsSync(lock) : record.endedAt !== null && record.pendingUndos.length === 0;
  };
  await vi.waitUntil(
    async () => {
      for (const one of [lock, `${lock}.guard`]) await utimes(one, 1, 1).catch(() => undefined);
      await recoverRuns(home, handlers, wasExchanged);
      return await isOver();
    },
    { timeout: 30_000, interval: 50 },
  );
}

let template: OnlineWorld;
let script: string;

/**
 * Which points are taken: around every renaming where folders change places, and some of the others there and of the many
 * files; all of them where many runs are asked for.
 */
function chosen(points: readonly string[]): number[] {
  const all = points.map((_name, at) => at);
  if (process.env['POSTBAG_RUNS'] !== undefined) return all;
  const lastFile = points.lastIndexOf('after utimes');
  return all.filter((at) => {
    if (at <= lastFile) return at < 3 || at % 17 === 16;
    const around = [points[at], points[at - 1], points[at + 1]];
    return around.some((name) => name?.includes('rename')) || at % 3 === 0;
  });
}

async function pointsOf(what: What, there: There): Promise<string[]> {
  const log = path.join(await temporaryFolder(), 'points');
  const world = await worldFor(template, what, there);
  await runChild({ script, what, world, runId: newRunId(), log });
  return (await readFile(log, 'utf8')).trim().split('\n');
}

test.each([
  ['online', 'something'],
  ['online', 'empty'],
  ['online', 'nothing'],
  ['swap-back', 'something'],
  ['swap-back', 'nothing'],
] as const)('%s over %s: killed at any point, one whole post office is in place', async (what, there) => {
  template = await makeOnlineWorld();
  script = await bundledSource(SOURCE, await temporaryFolder());
  const points = await pointsOf(what, there);
  const seen = new Map<string, number>();
  for (const dieAt of chosen(points)) {
    const world = await worldFor(template, what, there);
    const runId = newRunId();
    const { before, exchanged } = await states(world, { what, there, runId });
    const shown = `killed at ${String(dieAt)}, ${points[dieAt] ?? ''}`;
    const killed = await runChild({ script, what, world, runId, dieAt });
    expect(killed, shown).toBe(true);

    const early = await lying(world);
    if (there === 'something' || what === 'swap-back') expect(Object.values(early), shown).toContain('old');
    if (what === 'swap-back' && there === 'something')
      expect(Object.values(early), shown).toContain('restored');

    // Taking back is cut short, too, at a point that moves on from run to run and lies behind the taking of the lock.
    await runChild({ script, what: 'recover', world, runId, dieAt: 8 + ((dieAt * 7) % 23) });
    await recover(world, runId);

    const found = await lying(world);
    const online = await onlineOf(world);
    const done = (what === 'online' ? online?.runId : online?.swappedBack?.runId) === runId;
    expect(found, shown).toEqual(done ? exchanged : before);
    expect(await pendingUndos(world.home), shown).toEqual([]);
    const record = await readRun(world.home, runId);
    if (record) expect(record.endedAt, shown).not.toBeNull();
    // What the history says is what lies there.
    if (record) expect(record.verdict === 'failed', shown).toBe(!done);
    expect(await recoverRuns(world.home, handlers, wasExchanged), shown).toEqual([]);

    const inPlace = early['Harbour office'] ?? 'none';
    const state = done
      ? 'done'
      : JSON.stringify(early) === JSON.stringify(before)
        ? 'not begun'
        : `from ${inPlace}`;
    seen.set(state, (seen.get(state) ?? 0) + 1);
    await rm(world.base, { recursive: true });
  }
  // It was killed before, in the middle of, and behind the exchange.
  const middle = there === 'something' ? 'from none' : what === 'online' ? 'from restored' : 'from old';
  expect([...seen.keys()], JSON.stringify([...seen])).toEqual(
    expect.arrayContaining(['not begun', middle, 'done']),
  );
});
