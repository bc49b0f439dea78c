/**
 * Motivation: a backup of many gigabytes that is cut short by a power cut must not begin at nothing.
 * Description: a run is cut short after its first group, as a process that dies leaves it; the engine starts again, and
 * the post office is backed up once more, as it was or changed meanwhile.
 * Pass criteria: what was copied is kept, offered, and not copied again where it still is what the source holds; the new
 * bag is that of a backup in one go; no unfinished bag is left.
 */
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { cp, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../../electron/engine/engine';
import { readLedger } from '../../../electron/engine/journal-views';
import type { Origin, RunRecord } from '../../../shared/run';
import { usualBackupOptions } from '../../../shared/run';
import { backUp, startEngine } from '../../support/backup';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice } from '../../support/post-office';
import { treeHash } from '../../support/tree';
import { bagsIn, checkWithCoreutils } from '../../support/vault';

let places: Places;
let engine: Engine;

async function restart(): Promise<void> {
  await engine.close();
  engine = await startEngine(places.home);
}

beforeEach(async () => {
  places = await makePlaces();
  await makePostOffice(places.postOffice);
  engine = await startEngine(places.home);
  onTestFinished(async () => await engine.close());
});

const live = (name: string): string => path.join(places.postOffice, name);
/**
 * Leaves what a process leaves that dies when the groups are copied: its journal up to there, its unfinished bag, and
 * no summary. @returns the run's id
 */
async function cutShort(): Promise<string> {
  const { vault, home, base } = places;
  const known = { id: 'tested', name: 'Harbour', path: places.postOffice, format: null, patterns: {} };
  const plan = await engine.planBackup(known, vault, 'linear', { ...usualBackupOptions, hold: true });
  const { runId, ended } = await engine.runs.start(plan.id);
  const left = path.join(base, 'left');
  const folder = path.join(home, 'runs', runId);
  await expect.poll(async () => (await engine.runs.record(runId)).holding, { timeout: 20_000 }).toBe(true);
  await cp(vault, left, { recursive: true, preserveTimestamps: true });
  const journal = readFileSync(path.join(folder, 'journal.jsonl'), 'utf8').split('\n');
  engine.runs.cancel(runId);
  await ended;
  const last = journal.findIndex((line) => line.includes('"kind":"group-end","data":{"group":"store"}'));
  // The facts that follow the group, too: how much was copied.
  writeFileSync(path.join(folder, 'journal.jsonl'), `${journal.slice(0, last + 2).join('\n')}\n`);
  rmSync(path.join(folder, 'summary.json'));
  rmSync(vault, { recursive: true });
  await rename(left, vault);
  await restart();
  return runId;
}

const again = async (afresh = false): Promise<RunRecord> =>
  await backUp(engine, places.postOffice, places.vault, { afresh });

async function originsOf({ id }: RunRecord): Promise<Record<string, Origin>> {
  const page = { offset: 0, limit: 1_000, onlyChanged: false };
  const { entries } = await readLedger(engine.runs.journalOf(id), page);
  return Object.fromEntries(entries.map(({ path: name, origin }) => [name, origin]));
}

/** The bag is that of a backup in one go, and there is nothing else in the vault and on the list. */
async function isWhole(record: RunRecord): Promise<void> {
  expect(await bagsIn(places.vault)).toEqual({ finished: [record.bag], unfinished: [] });
  expect(await treeHash(path.join(record.bag ?? '', 'data'))).toBe(await treeHash(places.postOffice));
  await checkWithCoreutils(record.bag ?? '');
  expect(record.grade).toBe('instant');
  expect(await engine.runs.pendingUndos()).toEqual([]);
  expect((await engine.runs.list()).filter(({ resumable }) => resumable !== null)).toEqual([]);
  await restart();
  expect(engine.notices).toEqual([]);
  await checkWithCoreutils(record.bag ?? '');
}

describe('a run that was cut short', () => {
  test('is said at the next start, kept, and gone on with: nothing is copied again', async () => {
    const runId = await cutShort();
    expect(engine.notices.map(({ code }) => code)).toEqual(['process-died', 'unfinished-kept']);
    expect((await engine.runs.record(runId)).resumable).toMatchObject({ from: runId, files: 9 });
    expect((await bagsIn(places.vault)).unfinished).toHaveLength(1);

    const record = await again();
    expect(record).toMatchObject({ kept: { from: runId, files: 9 } });
    expect(record.findings.map(({ code }) => code)).toEqual(['same-disk', 'resumed']);
    expect(new Set(Object.values(await originsOf(record)))).toEqual(new Set(['kept']));
    await isWhole(record);
    const ids = readFileSync(path.join(record.bag ?? '', 'postbag/run-id.txt'), 'utf8')
      .trim()
      .split('\n');
    expect(ids).toEqual([runId, record.id]);
  });

  test('is in the plan of the next backup, with what there is', async () => {
    const runId = await cutShort();
    const known = { id: 'tested', name: 'Harbour', path: places.postOffice, format: null, patterns: {} };
    const plan = await engine.planBackup(known, places.vault, 'linear', usualBackupOptions);
    const { bytes } = await engine.runs.record(runId);
    expect(plan.resumes).toEqual({ from: runId, files: 9, bytes });
    expect(plan.bytes).toBe(bytes);
    const afresh = { ...usualBackupOptions, afresh: true };
    expect((await engine.planBackup(known, places.vault, 'linear', afresh)).resumes).toBeNull();
    const other = { ...known, id: 'other', name: 'Quay' };
    expect((await engine.planBackup(other, places.vault, 'linear', usualBackupOptions)).resumes).toBeNull();
  });

  test('what changed, vanished and appeared meanwhile is in the bag as it is now', async () => {
    await cutShort();
    appendFileSync(live('USR00001'), 'new mail');
    writeFileSync(live('USR00077'), 'new user');
    rmSync(live('USR00002'));
    const record = await again();
    expect(await originsOf(record)).toMatchObject({
      USR00001: 'copied',
      USR00077: 'copied',
      USR00003: 'kept',
      MLANDATA: 'kept',
    });
    await isWhole(record);
  });

  test('what was only half written is copied, and what was damaged since is found', async () => {
    await cutShort();
    const [unfinished] = (await bagsIn(places.vault)).unfinished;
    const data = path.join(unfinished ?? '', 'data');
    truncateSync(path.join(data, 'CLANDATA'), 100);
    writeFileSync(path.join(data, '.USR00001.partial'), 'half');
    rmSync(path.join(data, 'USR00001'));
    const store = readFileSync(path.join(data, 'MLANDATA'));
    store.writeUInt8(store.readUInt8(5_000) ^ 1, 5_000);
    writeFileSync(path.join(data, 'MLANDATA'), store);
    const record = await again();
    expect(await originsOf(record)).toMatchObject({
      CLANDATA: 'copied',
      USR00001: 'copied',
      USR00003: 'kept',
    });
    await isWhole(record);
  });

  test('can be begun afresh: nothing is kept, and the old one is removed when the new bag is sealed', async () => {
    await cutShort();
    const record = await again(true);
    expect(record.kept).toBeNull();
    expect(new Set(Object.values(await originsOf(record)))).toEqual(new Set(['copied']));
    await isWhole(record);
  });

  test('stays kept when the backup that began afresh fails', async () => {
    const runId = await cutShort();
    const known = { id: 'tested', name: 'Harbour', path: places.postOffice, format: null, patterns: {} };
    const options = { ...usualBackupOptions, afresh: true };
    const plan = await engine.planBackup(known, places.vault, 'linear', options);
    await rename(live('MLANDATA'), `${places.base}/MLANDATA`);
    expect((await (await engine.runs.start(plan.id)).ended).verdict).toBe('failed');
    expect((await engine.runs.record(runId)).resumable).not.toBeNull();
    await rename(`${places.base}/MLANDATA`, live('MLANDATA'));
    await isWhole(await again());
  });

  test('can be removed when nobody wants to go on from it, once', async () => {
    const runId = await cutShort();
    await engine.runs.removeUnfinished(runId);
    expect(await readdir(places.vault)).toEqual([]);
    await expect(engine.runs.removeUnfinished(runId)).rejects.toMatchObject({ code: 'nothing-unfinished' });
    expect((await again()).kept).toBeNull();
  });

  test('whose unfinished bag a person removed by hand is begun anew, and nothing is owed', async () => {
    await cutShort();
    const [unfinished] = (await bagsIn(places.vault)).unfinished;
    rmSync(unfinished ?? '', { recursive: true });
    const record = await again();
    expect(record.kept).toBeNull();
    await isWhole(record);
  });

  test('is cancelled when it is gone on with: what was kept is taken back with the rest', async () => {
    await cutShort();
    const known = { id: 'tested', name: 'Harbour', path: places.postOffice, format: null, patterns: {} };
    const plan = await engine.planBackup(known, places.vault, 'linear', {
      ...usualBackupOptions,
      hold: true,
    });
    const { runId, ended } = await engine.runs.start(plan.id);
    await expect.poll(async () => (await engine.runs.record(runId)).holding, { timeout: 20_000 }).toBe(true);
    engine.runs.cancel(runId);
    expect((await ended).verdict).toBe('cancelled');
    expect(existsSync(places.vault) ? await readdir(places.vault) : null).toEqual([]);
    expect((await engine.runs.list()).filter(({ resumable }) => resumable !== null)).toEqual([]);
    await restart();
    expect(engine.notices).toEqual([]);
  });
});
