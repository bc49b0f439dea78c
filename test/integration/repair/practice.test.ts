/**
 * Motivation: a copy that was made while people were at work has to be repaired before it goes online, by somebody who has
 * never typed the tools' command lines.
 *
 * Description: bags of damaged practice post offices go through the whole procedure, with the practice tools by themselves
 * and with their DOS program in a real DOSBox.
 *
 * Pass criteria: the checker finds nothing any more; what was lost is told; every step says what it changed and can be taken
 * back; the bag stays as it was.
 */
import { describe, expect, test } from 'vitest';
import { SHAPES, treeHash } from '../../unit/practice/set';
import { begin, go, makeWorld, PASSWORD, saidBy } from '../../support/repairs';
import { noDos } from '../../support/tools/tools';
import path from 'node:path';

const ways = SHAPES.flatMap((shape) => (['native', 'auto'] as const).map((runner) => ({ shape, runner })));

describe.each(ways)('a damaged practice post office, $shape, run by $runner', ({ shape, runner }) => {
  test.skipIf(runner === 'auto' && noDos !== null)(
    'is repaired in one go, and its checker is clean',
    async () => {
      const world = await makeWorld({ shape });
      const { engine, bag } = world;
      engine.tools.setOptions({ runner, limitMinutes: 5, codePage: '437', window: false });
      const before = await treeHash(path.join(bag, 'data'));
      const { id, next, steps, procedure } = await begin(world);
      expect(procedure).toBe('practice');
      expect(next).toEqual({ needs: 'run', step: 'look' });
      expect(steps.map(({ runner: by }) => by)).toEqual(
        Array(5).fill(runner === 'auto' ? 'dosbox' : 'native'),
      );
      expect((await engine.repairs.check(id)).torn).toBeGreaterThan(0);

      await engine.repairs.setPassword(id, PASSWORD, false);
      const run = await go(engine, id, { all: true });
      expect(run.verdict).toBe('findings');
      expect(run.findings.map(({ code }) => code)).toContain('tool-complaint');

      const done = await engine.repairs.view(id);
      expect(done.next).toEqual({ needs: 'finished', step: null });
      expect(done.damaged).toBe(false);
      expect(done.steps.map(({ outcome }) => outcome?.mark)).toEqual([
        'bad',
        expect.stringMatching(/good|warning/),
        'warning',
        expect.stringMatching(/good|warning/),
        'good',
      ]);
      expect(await saidBy(engine, id, 'prove')).toContain('OK: nothing is wrong');
      expect(await saidBy(engine, id, 'pointers')).toContain('LOST: in all: pointers');
      expect(await engine.repairs.check(id)).toMatchObject({ torn: 0, dangling: 0, orphans: 0 });
      expect(await treeHash(path.join(bag, 'data'))).toBe(before);
    },
  );
});

test('every step says what it changed, and the last one can be taken back, again and again', async () => {
  const world = await makeWorld();
  const { engine } = world;
  engine.tools.setOptions({ runner: 'native', limitMinutes: 5, codePage: '437', window: false });
  const { id, copy } = await begin(world);
  await engine.repairs.setPassword(id, PASSWORD, false);
  const states = [await treeHash(copy)];
  for (const [at, step] of ['look', 'message-index', 'pointers', 'reclaim'].entries()) {
    await go(engine, id);
    const { steps } = await engine.repairs.view(id);
    expect(steps.map(({ canTakeBack }) => canTakeBack)).toEqual(steps.map((_step, index) => index === at));
    const changes = steps[at]?.outcome?.changes ?? [];
    expect(changes.length > 0, step).toBe(step !== 'look');
    for (const { bytesChanged, bytesAfter } of changes) {
      expect(bytesChanged).toBeGreaterThan(0);
      expect(bytesChanged).toBeLessThanOrEqual(Math.max(bytesAfter, bytesChanged));
    }
    states.push(await treeHash(copy));
  }
  await expect(engine.repairs.takeBack(id, 'look', 'Ann')).rejects.toMatchObject({
    code: 'not-to-take-back',
  });
  for (const step of ['reclaim', 'pointers', 'message-index', 'look']) {
    states.pop();
    const { next, events, damaged } = await engine.repairs.takeBack(id, step, 'Ann');
    expect(next).toEqual({ needs: 'run', step });
    expect(events.at(-1)).toMatchObject({ what: 'taken-back', step, by: 'Ann' });
    expect(damaged).toBe(false);
    expect(await treeHash(copy)).toBe(states.at(-1));
  }
  await go(engine, id, { all: true });
  expect(await engine.repairs.check(id)).toMatchObject({ torn: 0, dangling: 0, orphans: 0 });
});

test('a password that nobody said is asked for before anything is done', async () => {
  const world = await makeWorld();
  const { engine } = world;
  const { id, copy } = await begin(world);
  const before = await treeHash(copy);
  const plan = await engine.repairs.planSteps(id, { all: true, typedName: '' });
  expect(plan.findings.map(({ code }) => code)).toEqual(['password-needed']);
  await expect(engine.runs.start(plan.id)).rejects.toMatchObject({ code: 'password-needed' });
  expect(await treeHash(copy)).toBe(before);
});

test('a repair is gone on with after the app was closed, and removed when nobody wants it; the bag stays', async () => {
  const world = await makeWorld();
  const { engine, bag } = world;
  engine.tools.setOptions({ runner: 'native', limitMinutes: 5, codePage: '437', window: false });
  const { id, folder } = await begin(world);
  await engine.repairs.setPassword(id, PASSWORD, false);
  await go(engine, id);
  const { startEngine } = await import('../../support/backup');
  const later = await startEngine(world.places.home);
  expect(await later.repairs.list()).toMatchObject([
    { id, next: { needs: 'run', step: 'message-index' }, stepsDone: 1, stepsInAll: 5 },
  ]);
  expect((await later.repairs.view(id)).password.known).toBe(false);
  const before = await treeHash(path.join(bag, 'data'));
  await later.repairs.remove(id);
  expect(await later.repairs.list()).toEqual([]);
  const { existsSync } = await import('node:fs');
  expect(existsSync(folder)).toBe(false);
  expect(await treeHash(path.join(bag, 'data'))).toBe(before);
  await later.close();
});
