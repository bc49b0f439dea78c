/**
 * Motivation: a repair takes hours, at night. When the computer goes down in the middle of a tool, the copy is half of what it
 * was and half of what it was to become, and nobody is to guess which half.
 *
 * Description: a process that runs the whole repair of a practice post office is killed (SIGKILL) after each record of its
 * journal, and in the middle of a tool in DOSBox. Then the engine is started, as app and CLI do.
 *
 * Pass criteria: the copy is, to the byte, in one of the states between two steps; the repair offers to go on from there, and
 * when it has gone on the checker is clean; nothing of a tool is left running; the bag is untouched; what was killed has left
 * the password in no file.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { regularFilesBelow } from '../../electron/tools/files';
import { startEngine } from '../support/backup';
import { journalOf, readRecords, runIdsOf } from '../support/journal';
import { begin, go, makeWorld, PASSWORD, type World } from '../support/repairs';
import { noDos } from '../support/tools/tools';
import { processesIn } from '../support/tools/world';
import { treeHash } from '../support/tree';
import { bundledSource } from '../unit/run/bundled-source';
import { temporaryFolder } from '../support/places';

/** A process that runs all steps of a repair. */
async function repairer(): Promise<
  (world: World, id: string) => Promise<{ kill(): Promise<void>; pid: number }>
> {
  const script = await bundledSource(
    `
    import { startEngine } from './test/support/backup';
    const [home, id] = process.argv.slice(2);
    const engine = await startEngine(home);
    await engine.repairs.setPassword(id, ${JSON.stringify(PASSWORD)}, false);
    const plan = await engine.repairs.planSteps(id, { all: true, typedName: '' });
    await (await engine.runs.start(plan.id)).ended;
    await engine.close();
  `,
    await temporaryFolder(),
  );
  return async ({ places }, id) => {
    const child = spawn(process.execPath, [script, places.home, id], { stdio: 'inherit' });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    onTestFinished(() => void child.kill('SIGKILL'));
    await Promise.resolve();
    return {
      pid: child.pid ?? 0,
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
    };
  };
}

const unsaid = async (folder: string): Promise<void> => {
  for (const file of await regularFilesBelow(folder)) {
    expect((await readFile(file)).includes(PASSWORD), file).toBe(false);
  }
};

/** States of the copy of an undisturbed repair, from before the first step to behind the last. */
async function statesOf(world: World): Promise<string[]> {
  const { engine } = world;
  const { id, copy } = await begin(world);
  await engine.repairs.setPassword(id, PASSWORD, false);
  const states = [await treeHash(copy)];
  while ((await engine.repairs.view(id)).next.needs === 'run') {
    await go(engine, id);
    states.push(await treeHash(copy));
  }
  await engine.repairs.remove(id);
  return states;
}

test('killed after any record of its journal, it goes on from the state before the step', async () => {
  const world = await makeWorld();
  const { engine, places, bag } = world;
  engine.tools.setOptions({ runner: 'native', limitMinutes: 5, codePage: '437', window: false });
  const bagBefore = await treeHash(bag);
  const states = await statesOf(world);
  const start = await repairer();
  const found: string[] = [];
  // Every second one, unless many are asked for: it takes two seconds each.
  const stride = process.env['POSTBAG_RUNS'] === undefined ? 2 : 1;
  for (let records = 2; ; records += stride) {
    const { id, copy } = await begin(world);
    const known = new Set(runIdsOf(places.home));
    const running = await start(world, id);
    const records_ = (): number => {
      const run = runIdsOf(places.home).find((one) => !known.has(one));
      return run === undefined ? 0 : readRecords(journalOf(places.home, run)).length;
    };
    const over = (): boolean => {
      const run = runIdsOf(places.home).find((one) => !known.has(one));
      return run !== undefined && existsSync(path.join(places.home, 'runs', run, 'summary.json'));
    };
    await vi.waitUntil(() => records_() >= records || over(), { timeout: 30_000, interval: 1 });
    const done = over();
    await running.kill();
    const later = await startEngine(places.home);
    try {
      expect(await later.runs.pendingUndos()).toEqual([]);
      const { next, damaged, steps } = await later.repairs.view(id);
      expect(damaged, `after ${String(records)} records`).toBe(false);
      const ran = steps.filter(({ outcome }) => outcome !== null).length;
      expect(await treeHash(copy), `after ${String(records)} records, ${String(ran)} steps`).toBe(
        states[ran],
      );
      found.push(`${next.needs} ${String(ran)}`);
      if (next.needs !== 'finished') {
        await later.repairs.setPassword(id, PASSWORD, false);
        await go(later, id, { all: true });
      }
      expect(await later.repairs.check(id)).toMatchObject({ torn: 0, dangling: 0, orphans: 0 });
      await unsaid(places.home);
      await later.repairs.remove(id);
    } finally {
      await later.close();
    }
    if (done) break;
  }
  expect(new Set(found).size, found.join(', ')).toBeGreaterThan(3);
  expect(await treeHash(bag)).toBe(bagBefore);
});

test('killed in the middle of a tool in DOSBox, DOSBox is ended, and it goes on from the state before', async ({
  skip,
}) => {
  skip(noDos !== null, noDos ?? '');
  const world = await makeWorld();
  const { places } = world;
  const start = await repairer();
  world.engine.tools.setOptions({ runner: 'native', limitMinutes: 5, codePage: '437', window: false });
  const states = await statesOf(world);
  world.engine.tools.setOptions({ runner: 'auto', limitMinutes: 5, codePage: '437', window: false });
  for (const after of [300, 1500]) {
    const { id, copy, folder } = await begin(world);
    const running = await start(world, id);
    // The second step: it changes the copy.
    const scratch = path.join(folder, 'steps', '1-1');
    await vi.waitUntil(() => existsSync(scratch), { timeout: 60_000, interval: 5 });
    await vi.waitUntil(() => dosBoxes(folder) > 0, { timeout: 60_000, interval: 5 });
    await new Promise((resolve) => setTimeout(resolve, after));
    await running.kill();
    const later = await startEngine(places.home);
    try {
      expect(processesIn(folder)).toEqual([]);
      expect(dosBoxes(folder)).toBe(0);
      expect(later.notices.map(({ code }) => code)).toContain('process-died');
      const { next, steps } = await later.repairs.view(id);
      const ran = steps.filter(({ outcome }) => outcome !== null).length;
      expect(await treeHash(copy)).toBe(states[ran]);
      expect(next).toEqual({ needs: 'run', step: steps[ran]?.id });
      await unsaid(places.home);
      await later.repairs.setPassword(id, PASSWORD, false);
      later.tools.setOptions({ runner: 'native', limitMinutes: 5, codePage: '437', window: false });
      await go(later, id, { all: true });
      expect(await later.repairs.check(id)).toMatchObject({ torn: 0, dangling: 0, orphans: 0 });
      later.tools.setOptions({ runner: 'auto', limitMinutes: 5, codePage: '437', window: false });
    } finally {
      await later.close();
    }
  }
});

/** How many DOSBoxes work on a repair. */
function dosBoxes(folder: string): number {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return (
          /dosbox/i.test(line.split('\0')[0] ?? '') &&
          readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder)
        );
      } catch {
        return false;
      }
    }).length;
}
