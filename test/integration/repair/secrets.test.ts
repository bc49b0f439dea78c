/**
 * Motivation: every command line of the repair tools carries the password of the post office, and whoever has that has all
 * mail of the firm.
 *
 * Description: a post office whose tools print their own command line, write it into a log of their own, fail with it, and are
 * cancelled with it, natively and in DOSBox; the password is kept in a key store or not. Then every file that is left is
 * searched, and everything that screens are given.
 *
 * Pass criteria: the password stands nowhere, in no spelling; what stands in its place shows that something did.
 */
import { chmod, copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { noKeyStore, type KeyStore } from '../../../electron/settings/secrets';
import { readLog } from '../../../electron/engine/journal-views';
import { regularFilesBelow } from '../../../electron/tools/files';
import { lineKey, noRepairSettings } from '../../../shared/repair';
import { startEngine } from '../../support/backup';
import { begin, carryOut, go, makeWorld, PASSWORD, saidBy } from '../../support/repairs';
import { makeNativeTool, noDos } from '../../support/tools/tools';

/** A key store that cannot be read without its key. */
const scrambling: KeyStore = {
  whyNot: null,
  encrypt: (text) => Buffer.from(Array.from(Buffer.from(text), (byte) => byte ^ 0x5a)),
  decrypt: (bytes) => Buffer.from(Array.from(bytes, (byte) => byte ^ 0x5a)).toString('utf8'),
};

const spellings = [PASSWORD, PASSWORD.toUpperCase(), PASSWORD.toLowerCase()].flatMap((text) => [
  Buffer.from(text, 'utf8'),
  Buffer.from(text, 'utf16le'),
  Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '')),
]);

/** Files below a folder that hold the password, in any spelling. */
async function filesWithPassword(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const file of await regularFilesBelow(folder)) {
    const bytes = await readFile(file);
    if (spellings.some((spelling) => bytes.includes(spelling))) found.push(path.relative(folder, file));
  }
  return found;
}

test.each([
  ['kept in the key store', scrambling],
  ['not kept', noKeyStore],
])('%s, the password is in no file and in nothing that screens are given', async (_how, keyStore) => {
  const { places, engine, bag } = await makeWorld({ practice: false, keyStore });
  const tools = path.join(places.base, 'tools');
  await mkdir(tools);
  const tool = await makeNativeTool(tools);
  for (const name of ['ANALYZE', 'CHKSTAT', 'RECLAIM']) {
    await copyFile(tool, path.join(tools, name));
    await chmod(path.join(tools, name), 0o755);
  }
  engine.tools.setFolder(tools);
  engine.tools.setOptions({ runner: 'native', limitMinutes: 1, codePage: '437', window: false });
  const told: unknown[] = [];
  for (const event of ['run-changed', 'run-progress', 'repair-changed', 'tool-output'] as const) {
    engine.events.on(event, (value) => told.push(value));
  }
  const postOfficeId = await engine.postOffices.add(places.postOffice, 'Harbour', null);
  const lines = {
    'accounts-before': 'A {name} {password} {dir}',
    look: 'U /N{name} /P{password}',
    'message-index': 'O {password}',
    pointers: 'K {password}',
    reclaim: 'H {password}',
  };
  const keyed = Object.entries(lines).map(
    ([step, line]) => [lineKey('db6-overhaul', 'positional', step), line] as const,
  );
  engine.repairs.setSettings(postOfficeId, { ...noRepairSettings, lines: Object.fromEntries(keyed) });
  const { bag: listed, vault } = await engine.bags.at(bag);
  if (!listed.record) throw new Error('no record');
  const own = { ...listed, record: { ...listed.record, postOffice: { id: postOfficeId, name: 'Harbour' } } };
  const staged = await engine.repairs.planStage(own, vault, { procedure: null, dialect: null });
  const { id } = await carryOut(engine, staged.id);
  told.push(await engine.repairs.setPassword(id, PASSWORD, keyStore.whyNot === null));

  for (const step of ['accounts-before', 'look', 'nft', 'message-index', 'pointers'] as const) {
    if (step === 'nft') {
      told.push(await engine.repairs.skip(id, step, { by: 'Ann', note: '' }));
      continue;
    }
    const plan = await engine.repairs.planSteps(id, { all: false, typedName: '' });
    told.push(plan, await carryOut(engine, plan.id), await engine.repairs.view(id));
    told.push(await saidBy(engine, id, step));
    if (step !== 'pointers') await engine.repairs.confirm(id, step, { by: 'Ann', note: '' });
  }
  expect(await saidBy(engine, id, 'accounts-before')).toBe(
    `[ A Harbour ****** ${(await engine.repairs.view(id)).copy}]`,
  );
  expect(await saidBy(engine, id, 'look')).toBe('[ U /NHARBOUR /P******]');
  for (const step of ['pointers', 'directory-index']) {
    told.push(await engine.repairs.skip(id, step, { by: 'Ann', note: '' }));
  }
  const plan = await engine.repairs.planSteps(id, { all: false, typedName: '' });
  expect(plan.steps[0]?.params['line']).toContain('H ******');
  const { runId, ended } = await engine.runs.start(plan.id);
  await vi.waitUntil(async () => (await saidBy(engine, id, 'reclaim')).includes('hanging'), 20_000);
  expect(await filesWithPassword(places.home)).toEqual([]);
  engine.runs.cancel(runId);
  told.push(plan, await ended, await engine.repairs.list(), await engine.repairs.view(id));
  for (const record of await engine.runs.list()) {
    told.push(record, await engine.runs.plan(record.id));
    told.push(await readLog(engine.runs.journalOf(record.id), { offset: 0, limit: 1_000 }));
  }
  told.push(await engine.tools.view(), engine.settings.get(), await engine.postOffices.detail(postOfficeId));
  const text = JSON.stringify(told);
  expect(text).toContain('******');
  expect(text.toLowerCase()).not.toContain(PASSWORD.toLowerCase());
  expect(await filesWithPassword(places.base)).toEqual([]);

  // It is known again only where it was kept.
  const later = await startEngine(places.home, keyStore);
  expect((await later.repairs.view(id)).password).toMatchObject({ known: keyStore.whyNot === null });
  expect(later.secrets.forget(postOfficeId)).toMatchObject({ known: false, kept: false });
  await later.close();
});

test.skipIf(noDos !== null)('nor when the practice tools get it in DOSBox', async () => {
  const world = await makeWorld({ keyStore: scrambling });
  const { engine, places } = world;
  const { id } = await begin(world);
  await engine.repairs.setPassword(id, PASSWORD, true);
  await go(engine, id);
  const plan = await engine.repairs.planSteps(id, { all: false, typedName: '' });
  expect(plan.steps[0]?.params['line']).toBe('T:\\PRACTOOL.COM PRACTICE ****** P:\\PO DIAGNOSTICS/M');
  expect((await carryOut(engine, plan.id)).verdict).not.toBe('failed');
  expect(await filesWithPassword(places.base)).toEqual([]);
});
