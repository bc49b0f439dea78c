/**
 * Motivation: an administrator sees that a group moved too much, or that somebody was still at work in it, and wants it
 * copied again before the bag is sealed.
 * Description: a run holds when it has settled; groups are copied again on a person's word, then it is sealed.
 * Pass criteria: nothing is sealed without the word; what is copied again is as it is now, with the groups behind it; the
 * copy settles anew; the run says that it holds, and for no longer than it does.
 */
import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../../electron/engine/engine';
import { usualBackupOptions, type RunRecord } from '../../../shared/run';
import { settlingOf, startEngine } from '../../support/backup';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice } from '../../support/post-office';
import { treeHash } from '../../support/tree';
import { bagsIn, checkWithCoreutils } from '../../support/vault';

let places: Places;
let engine: Engine;

beforeEach(async () => {
  places = await makePlaces();
  await makePostOffice(places.postOffice);
  engine = await startEngine(places.home);
  onTestFinished(async () => await engine.close());
});

const live = (name: string): string => path.join(places.postOffice, name);
const isHolding = async (runId: string): Promise<void> =>
  await expect.poll(async () => (await engine.runs.record(runId)).holding, { timeout: 20_000 }).toBe(true);

/** A run that holds. */
async function holding(): Promise<{ runId: string; ended: Promise<RunRecord> }> {
  const known = { id: 'tested', name: 'Harbour', path: places.postOffice, format: null, patterns: {} };
  const plan = await engine.planBackup(known, places.vault, 'linear', { ...usualBackupOptions, hold: true });
  expect(plan.steps.map(({ id }) => id)).toContain('hold');
  const run = await engine.runs.start(plan.id);
  await isHolding(run.runId);
  return run;
}

/** Says the word, and waits until the run holds again. */
async function redo(runId: string, group: 'users' | 'directory' | 'store'): Promise<void> {
  const { settling } = await engine.runs.record(runId);
  engine.runs.wish(runId, { redo: group });
  const passes = async (): Promise<number> => settlingOf(await engine.runs.record(runId)).passes.length;
  await expect.poll(passes, { timeout: 20_000 }).toBeGreaterThan(settling?.passes.length ?? 0);
  await isHolding(runId);
}

test('nothing is sealed without a person’s word; then the bag is, and the run holds no more', async () => {
  const { runId, ended } = await holding();
  expect((await bagsIn(places.vault)).finished).toEqual([]);
  engine.runs.wish(runId, 'seal');
  const record = await ended;
  expect(record).toMatchObject({ verdict: 'findings', grade: 'instant', holding: false });
  expect((await bagsIn(places.vault)).finished).toEqual([record.bag]);
});

test('a group is copied again as it is now, and those behind it; the copy settles anew', async () => {
  const { runId, ended } = await holding();
  appendFileSync(live('CLANDATA'), 'new entry');
  const store = openSync(live('MLANDATA'), 'r+');
  writeSync(store, 'new mail', 900);
  closeSync(store);
  await redo(runId, 'directory');
  await redo(runId, 'users');
  engine.runs.wish(runId, 'seal');
  const record = await ended;
  expect(await treeHash(path.join(record.bag ?? '', 'data'))).toBe(await treeHash(places.postOffice));
  await checkWithCoreutils(record.bag ?? '');
  expect(
    record.findings.filter(({ code }) => code === 'group-copied-again').map(({ params }) => params),
  ).toEqual([{ group: 'directory' }, { group: 'users' }]);
  const { passes, end } = settlingOf(record);
  expect(end).toBe('settled');
  const numbers = passes.map(({ pass }) => pass);
  expect(numbers, 'copying again takes a number too').toEqual([...new Set(numbers)].sort((a, b) => a - b));
  expect(numbers.at(-1)).toBe(passes.length + 2);
});

test('what moved while it held is not claimed: the interval is that of the settling', async () => {
  const { runId, ended } = await holding();
  const { interval } = settlingOf(await engine.runs.record(runId));
  appendFileSync(live('USR00001'), 'later');
  engine.runs.wish(runId, 'seal');
  const record = await ended;
  expect(settlingOf(record).interval).toEqual(interval);
  expect(await treeHash(path.join(record.bag ?? '', 'data'))).not.toBe(await treeHash(places.postOffice));
  await checkWithCoreutils(record.bag ?? '');
});

test('a word to a run that does not hold is refused', async () => {
  const { runId, ended } = await holding();
  engine.runs.wish(runId, 'seal');
  expect(() => engine.runs.wish(runId, 'seal')).toThrow(expect.objectContaining({ code: 'run-not-holding' }));
  await ended;
  expect(() => engine.runs.wish(runId, { redo: 'users' })).toThrow(
    expect.objectContaining({ code: 'run-not-holding' }),
  );
});

test('a run that holds can be cancelled, and takes everything back', async () => {
  const { runId, ended } = await holding();
  engine.runs.cancel(runId);
  expect(await ended).toMatchObject({ verdict: 'cancelled', bag: null, holding: false, pendingUndos: [] });
  expect(await readdir(places.vault)).toEqual([]);
});
