/**
 * Motivation: no backup is worth more than the last time that somebody proved it; and what stands in a certificate must be what
 * happened, of that bag and no other.
 *
 * Description: bags of practice post offices are led to their proof: gate by grade, checks, checklist, signature. Then proofs
 * and bags are tampered with.
 *
 * Pass criteria: nothing is signed before everything was looked at; one "no" is not proven; a proof is believed only beside its
 * own bag and unchanged; what was overruled stands in it with reason and name; what was signed cannot be changed.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../electron/engine/engine';
import type { Answer, RestorePurpose } from '../../../shared/proof';
import { startEngine } from '../../support/backup';
import { carryOut, go, makeWorld, PASSWORD, type World } from '../../support/repairs';

const native = { runner: 'native', limitMinutes: 5, codePage: '437', window: false } as const;

async function begin({ engine, bag }: World, purpose: RestorePurpose = 'prove'): Promise<string> {
  engine.tools.setOptions(native);
  const { bag: listed, vault } = await engine.bags.at(bag);
  const plan = await engine.restores.plan(listed, vault, { purpose, procedure: null });
  expect(plan.steps.map(({ id }) => id)).toEqual([
    'check-bag',
    'check-workbench',
    'open-workbench',
    'copy-out',
    'finish-workbench',
  ]);
  const record = await carryOut(engine, plan.id);
  expect(record.verdict, JSON.stringify(record.findings)).toBe('verified');
  return record.id;
}

async function repairAndCheck(engine: Engine, id: string): Promise<void> {
  await engine.repairs.setPassword(id, PASSWORD, false);
  await go(engine, id, { all: true });
  await carryOut(engine, (await engine.restores.planChecks(id)).id);
}

async function answerAll(engine: Engine, id: string, answer: Answer = 'yes'): Promise<void> {
  for (const { id: item } of (await engine.restores.view(id)).items) {
    await engine.restores.answer(id, item, { answer, note: '', by: 'Ann Smith' });
  }
}

test('a bag is proven: repaired, checked, looked at, signed; and the proof is believed', async () => {
  const world = await makeWorld();
  const { engine, bag, places } = world;
  const id = await begin(world);
  expect((await engine.restores.view(id)).next).toBe('repair');
  await expect(engine.restores.planChecks(id)).rejects.toMatchObject({ code: 'repair-first' });
  await expect(engine.proofs.sign(id, 'Ann')).rejects.toMatchObject({ code: 'repair-first' });
  await repairAndCheck(engine, id);
  const checked = await engine.restores.view(id);
  expect(checked.checks.filter(({ result }) => result === 'failed')).toEqual([]);
  expect(checked.next).toBe('answers');
  await expect(engine.proofs.sign(id, 'Ann')).rejects.toMatchObject({ code: 'answers-first' });

  const picture = path.join(places.base, 'seen <it>.txt');
  await writeFile(picture, 'what was seen');
  const [first] = checked.items;
  await engine.restores.attach(id, first?.id ?? '', picture);
  await answerAll(engine, id);
  const ready = await engine.restores.view(id);
  expect(ready).toMatchObject({ next: 'sign', outcome: 'proven' });
  const signed = await engine.proofs.sign(id, 'Ann Smith');
  expect(signed).toMatchObject({ next: 'finished', signature: { by: 'Ann Smith', outcome: 'proven' } });
  await expect(
    engine.restores.answer(id, first?.id ?? '', { answer: 'no', note: '', by: 'Bob' }),
  ).rejects.toMatchObject({ code: 'already-signed' });

  expect(await engine.proofs.list(bag)).toMatchObject([{ id, state: 'good', outcome: 'proven' }]);
  const folder = path.join(`${bag}.proofs`, id);
  expect((await readdir(folder)).sort()).toEqual(['certificate.html', 'evidence', 'proof.json']);
  const page = await readFile(await engine.proofs.certificate(bag, id), 'utf8');
  for (const said of ['Ann Smith', path.basename(bag), '******', 'DIAGNOSTICS/M'])
    expect(page).toContain(said);
  expect(page).not.toContain(PASSWORD);
  // The bag itself has not changed: it is still valid, and still the same.
  const { bag: listed, vault } = await engine.bags.at(bag);
  expect((await carryOut(engine, engine.planVerify(listed, vault).id)).verdict).toBe('verified');
});

test('one "no" is not proven, and that is signed too', async () => {
  const world = await makeWorld();
  const { engine, bag } = world;
  const id = await begin(world);
  await repairAndCheck(engine, id);
  await answerAll(engine, id);
  const [first] = (await engine.restores.view(id)).items;
  await engine.restores.answer(id, first?.id ?? '', { answer: 'no', note: 'mail is missing', by: 'Ann' });
  expect(await engine.proofs.sign(id, 'Ann')).toMatchObject({ signature: { outcome: 'not-proven' } });
  expect(await engine.proofs.list(bag)).toMatchObject([{ outcome: 'not-proven' }]);
});

test('whoever goes on without repair says why, with name, and it is not proven', async () => {
  const world = await makeWorld();
  const { engine, bag } = world;
  const id = await begin(world);
  await expect(
    engine.restores.overrule(id, { what: 'repair', reason: ' ', by: 'Ann' }),
  ).rejects.toMatchObject({
    code: 'reason-needed',
  });
  await engine.restores.overrule(id, { what: 'repair', reason: 'the tools are lost', by: 'Ann' });
  await carryOut(engine, (await engine.restores.planChecks(id)).id);
  const looked = await engine.restores.view(id);
  expect(looked.checks.find((check) => check.id === 'practice-checker')).toMatchObject({ result: 'failed' });
  expect(looked.next).toBe('look');
  await engine.restores.overrule(id, { what: 'checks', reason: 'better than nothing', by: 'Ann' });
  await answerAll(engine, id);
  expect(await engine.proofs.sign(id, 'Ann')).toMatchObject({ signature: { outcome: 'not-proven' } });
  const page = await readFile(await engine.proofs.certificate(bag, id), 'utf8');
  expect(page).toContain('the tools are lost');
  expect(page).toContain('better than nothing');
});

test('what was signed is not changed any more, and only that goes online', async () => {
  const world = await makeWorld();
  const { engine, places } = world;
  const id = await begin(world, 'restore');
  await repairAndCheck(engine, id);
  await answerAll(engine, id);
  await engine.proofs.sign(id, 'Ann');
  await expect(engine.repairs.takeBack(id, 'prove', 'Ann')).rejects.toMatchObject({ code: 'already-signed' });
  const { copy } = await engine.restores.view(id);
  await writeFile(path.join(copy, 'USR00001'), 'by somebody else');
  await expect(engine.online.plan(id, places.postOffice)).rejects.toMatchObject({
    code: 'checks-first',
  });

  const proof = await begin(world);
  await repairAndCheck(engine, proof);
  await answerAll(engine, proof);
  await engine.proofs.sign(proof, 'Ann');
  await expect(engine.online.plan(proof, places.postOffice)).rejects.toMatchObject({
    code: 'only-a-proof',
  });
});

test('what was repaired again after the checks has to be checked again', async () => {
  const world = await makeWorld();
  const { engine } = world;
  const id = await begin(world);
  await repairAndCheck(engine, id);
  expect((await engine.restores.view(id)).next).toBe('answers');
  await engine.repairs.takeBack(id, 'prove', 'Ann');
  expect((await engine.restores.view(id)).next).toBe('repair');
  await engine.repairs.takeBack(id, 'reclaim', 'Ann');
  await go(engine, id, { all: true });
  expect(['checks', 'answers']).toContain((await engine.restores.view(id)).next);
});

test('a proof cannot be carried to another bag, nor changed; another installation can still read it', async () => {
  const world = await makeWorld();
  const { engine, bag, places } = world;
  const id = await begin(world);
  await repairAndCheck(engine, id);
  await answerAll(engine, id);
  await engine.proofs.sign(id, 'Ann');

  const other = path.join(path.dirname(bag), 'another bag');
  await cp(bag, other, { recursive: true });
  await writeFile(path.join(other, 'manifest-sha256.txt'), 'ab'.repeat(32) + '  data/x\n');
  await cp(`${bag}.proofs`, `${other}.proofs`, { recursive: true });
  expect(await engine.proofs.list(other)).toMatchObject([{ id, state: 'foreign-bag' }]);

  const elsewhere = await startEngine(path.join(places.base, 'other home'));
  expect(await elsewhere.proofs.list(bag)).toMatchObject([{ id, state: 'other-key' }]);
  await elsewhere.close();

  const file = path.join(`${bag}.proofs`, id, 'proof.json');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"signedBy":"Ann"', '"signedBy":"Bob"'));
  expect(await engine.proofs.list(bag)).toMatchObject([{ id, state: 'changed' }]);
  await writeFile(file, '{"proof":');
  expect(await engine.proofs.list(bag)).toMatchObject([{ id, state: 'unreadable', outcome: null }]);
});

test('a bag that was exchanged between staging and signing is noticed', async () => {
  const world = await makeWorld();
  const { engine, bag } = world;
  const id = await begin(world);
  await repairAndCheck(engine, id);
  await answerAll(engine, id);
  const manifest = path.join(bag, 'manifest-sha256.txt');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(/^./, '0').replace(/^0/, '1'));
  await expect(engine.proofs.sign(id, 'Ann')).rejects.toMatchObject({ code: 'bag-invalid' });
});

test('a damaged bag does not get as far as a copy', async () => {
  const world = await makeWorld();
  const { engine, bag } = world;
  await writeFile(path.join(bag, 'data', 'MLANDATA'), 'tampered');
  const { bag: listed, vault } = await engine.bags.at(bag);
  const plan = await engine.restores.plan(listed, vault, { purpose: 'restore', procedure: null });
  const record = await carryOut(engine, plan.id);
  expect(record.verdict).toBe('failed');
  expect(record.findings.map(({ code }) => code)).toContain('bag-invalid');
  expect(await engine.restores.list()).toEqual([]);
});

test('a vault that cannot be written to keeps nobody from trying again', async () => {
  const world = await makeWorld();
  const { engine, bag } = world;
  const id = await begin(world);
  await repairAndCheck(engine, id);
  await answerAll(engine, id);
  await writeFile(`${bag}.proofs`, 'in the way');
  await expect(engine.proofs.sign(id, 'Ann')).rejects.toMatchObject({ code: 'proof-not-written' });
  expect((await engine.restores.view(id)).next).toBe('sign');
  await rename(`${bag}.proofs`, `${bag}.away`);
  await engine.proofs.sign(id, 'Ann');
});

test('a drill goes as far as a machine can, and the post office shows when it was last proven', async () => {
  const world = await makeWorld();
  const { engine, bag, places } = world;
  engine.tools.setOptions(native);
  const postOfficeId = await engine.postOffices.add(places.postOffice, 'Harbour', null);
  const { bag: listed, vault } = await engine.bags.at(bag);
  const { record } = listed;
  if (!record) throw new Error('no record');
  const own = { ...listed, record: { ...record, postOffice: { id: postOfficeId, name: 'Harbour' } } };
  engine.secrets.set(postOfficeId, PASSWORD, false);
  const { id, ended } = await engine.restores.drill(own, vault);
  await ended;
  expect(await engine.restores.view(id)).toMatchObject({ next: 'answers', damaged: false });
  expect(await engine.postOffices.detail(postOfficeId)).toMatchObject({ lastProof: null });
  await answerAll(engine, id);
  await engine.proofs.sign(id, 'Ann');
  const [row] = await engine.postOffices.list();
  expect(row?.lastProof).toMatchObject({ outcome: 'proven', by: 'Ann', bag: path.basename(bag) });
  await engine.bags.addVault(places.vault);
  expect((await engine.bags.list())[0]?.lastProof).toMatchObject({ outcome: 'proven' });
});

test('brought online beside what was there, and swapped back', async () => {
  const world = await makeWorld();
  const { engine, places } = world;
  const id = await begin(world, 'restore');
  await expect(engine.online.plan(id, places.postOffice)).rejects.toMatchObject({
    code: 'not-signed',
  });
  await repairAndCheck(engine, id);
  await answerAll(engine, id);
  expect((await engine.proofs.sign(id, 'Ann')).next).toBe('online');
  await engine.restores.overrule(id, { what: 'connected', reason: 'nobody is there', by: 'Ann' });
  const old = await readFile(path.join(places.postOffice, 'MLANDATA'));
  const plan = await engine.online.plan(id, places.postOffice);
  const record = await carryOut(engine, plan.id);
  expect(record.findings.map(({ code }) => code)).toContain('moved-aside');
  await expect(engine.online.plan(id, places.postOffice)).rejects.toMatchObject({
    code: 'already-online',
  });
  const { online } = await engine.restores.view(id);
  expect(online?.target).toBe(places.postOffice);
  expect(await readFile(path.join(online?.aside ?? '', 'MLANDATA'))).toEqual(old);
  expect(await engine.practice.checkBag(await asBag(places.base, places.postOffice))).toMatchObject({
    torn: 0,
  });

  const back = await carryOut(engine, (await engine.online.planSwapBack(id)).id);
  expect(back.verdict, JSON.stringify(back.findings)).not.toBe('failed');
  expect(await readFile(path.join(places.postOffice, 'MLANDATA'))).toEqual(old);
  const after = (await engine.restores.view(id)).online?.swappedBack;
  expect(existsSync(path.join(after?.restored ?? '', 'MLANDATA'))).toBe(true);
});

/** A folder as the payload of something that looks like a bag to the checker. */
async function asBag(base: string, folder: string): Promise<string> {
  const bag = path.join(base, 'as bag');
  await mkdir(bag);
  await cp(folder, path.join(bag, 'data'), { recursive: true });
  return bag;
}
