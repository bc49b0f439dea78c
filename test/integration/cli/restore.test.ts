/**
 * Motivation: whoever restores in a terminal must get a post office back that works, be stopped where nobody has looked, and
 * never lose the one that was there.
 * Description: practice post offices are backed up while people work in them, destroyed or replaced, restored, repaired,
 * checked, signed and brought online by the built command line, one call after the other; bags are proven unattended.
 * Pass criteria: what is online is clean, and so is what was moved aside; nothing goes online unsigned; a proof can be believed
 * until somebody changes it; exit codes say what a person has to do.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RestoreView } from '../../../shared/proof';
import { postbag, postbagJson, start, type EndedJson } from '../../support/cli';
import { codesOf, lineOf, linesOf, type CliLine } from '../../support/lines';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice } from '../../support/post-office';
import { treeHash } from '../../support/tree';
import { onlyBag } from '../../support/vault';

let places: Places;
let bag: string;

const call = async (...args: string[]): Promise<EndedJson> => await postbagJson(args, { home: places.home });
const say = async (...args: string[]): Promise<string> => (await postbag(args, { home: places.home })).stdout;

/** As `call`, with the password piped in. */
const withPassword = async (...args: string[]): Promise<EndedJson> =>
  await postbagJson(args, { home: places.home, input: 'Qx7vEr\n' });

const restoreIn = (lines: readonly CliLine[]): RestoreView => lineOf(lines, 'restore').restore;

async function begin(...options: string[]): Promise<string> {
  const { code, lines } = await call('restore', 'begin', bag, ...options);
  expect(code).toBe(0);
  return restoreIn(lines).id;
}

/** Answers every question. @param given for the first one */
async function answerAll(id: string, given = 'yes'): Promise<RestoreView> {
  let { lines } = await call('restore', 'show', id);
  for (const [at, { id: item }] of restoreIn(lines).items.entries()) {
    const answer = at === 0 ? given : 'yes';
    ({ lines } = await call('restore', 'answer', id, item, answer, '--by', 'Anna Berg', '--note', 'seen'));
  }
  return restoreIn(lines);
}

/** Goes all the way to a signature. @returns the restore's id */
async function prepareSigned(): Promise<string> {
  const id = await begin();
  expect((await withPassword('repair', 'run', id, '--all')).code).toBe(0);
  expect((await call('restore', 'check', id)).code).toBe(0);
  expect((await answerAll(id)).next).toBe('sign');
  expect((await call('restore', 'sign', id, '--by', 'Anna Berg')).code).toBe(0);
  return id;
}

/** Lost mail and torn pages of a practice post office. */
async function lossIn(folder: string): Promise<number> {
  const { dangling, torn } = lineOf((await call('practice', 'check', folder)).lines, 'check');
  return dangling + torn;
}

beforeEach(async () => {
  places = await makePlaces();
  const { home, postOffice, vault } = places;
  await makePostOffice(postOffice, { messages: 100 });
  await call('add', postOffice);
  await call('tools', '--runner', 'native');
  const users = start(['practice', 'users', postOffice, '--rate', '300', '--json'], { home });
  await users.line('at-work');
  const backup = await call('backup', postOffice, '--to', vault, '--passes', '2');
  users.kill('SIGINT');
  await users.ended;
  expect(lineOf(backup.lines, 'result').record.grade).toBe('loose');
  bag = await onlyBag(vault);
});

describe('a post office that was destroyed', () => {
  test('comes back: repaired, checked, signed and in its place, and is said to have lost what it may have', async () => {
    const { postOffice } = places;
    await rm(postOffice, { recursive: true });
    const before = await treeHash(bag);
    expect(await say('restore', 'begin', bag)).toMatch(
      /^Everything written after .* may be missing: that was .*\n.*Tell the owner[^]*Plan:/,
    );

    const id = await prepareSigned();
    const unrelated = await call('restore', 'show', id);
    expect(restoreIn(unrelated.lines)).toMatchObject({ next: 'online', outcome: 'proven' });
    const online = await call('restore', 'online', id);
    expect(codesOf(online.lines)).toEqual([]);
    expect(online.code).toBe(0);
    expect(restoreIn(online.lines).online).toMatchObject({ target: postOffice, aside: null });
    expect(await lossIn(postOffice)).toBe(0);
    expect(await treeHash(bag), 'the bag was touched').toBe(before);

    const back = await call('restore', 'swap-back', id);
    expect(back.code).toBe(1);
    expect(codesOf(back.lines)).toEqual(['nothing-to-swap']);
    expect(existsSync(postOffice)).toBe(true);
  });

  test('is not brought online before somebody has signed, nor when it is not proven', async () => {
    await rm(places.postOffice, { recursive: true });
    const id = await begin();
    expect(codesOf((await call('restore', 'check', id)).lines)).toContain('repair-first');
    expect(codesOf((await call('restore', 'online', id)).lines)).toEqual(['not-signed']);
    expect(codesOf((await call('restore', 'sign', id, '--by', 'Anna')).lines)).toEqual(['repair-first']);
    await withPassword('repair', 'run', id, '--all');
    await call('restore', 'check', id);
    expect(codesOf((await call('restore', 'sign', id, '--by', 'Anna')).lines)).toEqual(['answers-first']);

    await answerAll(id, 'no');
    expect(await say('restore', 'show', id)).toContain('not proven');
    const signed = await call('restore', 'sign', id, '--by', 'Anna');
    expect(signed.code, 'a script must see that it is not proven').toBe(3);
    expect(codesOf((await call('restore', 'online', id)).lines)).toEqual(['not-proven']);
    expect(existsSync(places.postOffice)).toBe(false);
    const reason = ['--reason', 'nothing else is left', '--by', 'Anna'];
    await call('restore', 'overrule', id, 'not-proven', ...reason);
    expect((await call('restore', 'online', id)).code).toBe(0);
    expect(existsSync(places.postOffice)).toBe(true);
  });

  test('can be restored to another folder', async () => {
    const other = path.join(places.base, 'another place');
    const id = await prepareSigned();
    const online = await call('restore', 'online', id, '--to', other);
    expect(online.code).toBe(0);
    expect(await lossIn(other)).toBe(0);
  });
});

test('the post office that was there is moved aside, and comes back when both are swapped', async () => {
  const { postOffice } = places;
  const old = await treeHash(postOffice);
  const id = await prepareSigned();
  // A terminal of the test may not see every program of the system; a person would look at the server.
  const seen = ['--reason', 'looked at the server', '--by', 'Anna Berg'];
  await call('restore', 'overrule', id, 'connected', ...seen);
  const online = await call('restore', 'online', id);
  expect(online.code).toBe(0);
  const aside = restoreIn(online.lines).online?.aside ?? '';
  expect(await treeHash(aside)).toBe(old);
  const restored = await treeHash(postOffice);
  expect(restored).not.toBe(old);
  expect(await say('restore', 'show', id)).toContain(`postbag restore swap-back ${id}`);

  const back = await call('restore', 'swap-back', id);
  expect(back.code).toBe(0);
  const moved = restoreIn(back.lines).online?.swappedBack?.restored ?? '';
  expect(await treeHash(postOffice)).toBe(old);
  expect(await treeHash(moved)).toBe(restored);
  expect(existsSync(aside)).toBe(false);
  expect(codesOf((await call('restore', 'swap-back', id)).lines)).toEqual(['nothing-to-swap']);
});

describe('a proof', () => {
  test('lies beside the bag with its evidence, and stops being believed when somebody changes it', async () => {
    expect(await say('proofs', bag)).toContain('never proven');
    const id = await begin('--prove');
    await withPassword('repair', 'run', id, '--all');
    await call('restore', 'check', id);
    const picture = path.join(places.base, 'inbox.txt');
    await writeFile(picture, 'what was seen');
    const item = (await answerAll(id)).items[0]?.id ?? '';
    expect((await call('restore', 'evidence', id, item, picture)).code).toBe(0);
    const signed = restoreIn((await call('restore', 'sign', id, '--by', 'Anna Berg')).lines);
    expect(signed.next).toBe('finished');
    const folder = signed.signature?.file ?? '';
    expect(folder).toBe(path.join(`${bag}.proofs`, id));
    expect((await readdir(folder)).sort()).toEqual(['certificate.html', 'evidence', 'proof.json']);
    expect(await readFile(path.join(folder, 'evidence', item, 'inbox.txt'), 'utf8')).toBe('what was seen');

    const good = await call('proofs', bag);
    expect(good.code).toBe(0);
    expect(lineOf(good.lines, 'proofs').proofs).toMatchObject([{ id, state: 'good', outcome: 'proven' }]);
    const file = path.join(folder, 'proof.json');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('Anna Berg', 'Otto Berg'));
    const changed = await call('proofs', bag);
    expect(changed.code).toBe(3);
    expect(lineOf(changed.lines, 'proofs').proofs).toMatchObject([{ state: 'changed' }]);
  });

  test('is made unattended as far as a machine can, and the rest is said', async () => {
    const done = await withPassword('prove', 'Harbour office', '--in', places.vault);
    expect(done.code).toBe(0);
    const restore = restoreIn(done.lines);
    expect(restore).toMatchObject({ purpose: 'prove', next: 'answers', repairFinished: true });
    expect(restore.checks.every(({ result }) => result !== 'failed')).toBe(true);
    expect(linesOf(done.lines, 'result').map(({ record }) => record.kind)).toEqual([
      'stage',
      'repair',
      'check',
    ]);

    const without = await postbag(['prove', bag], { home: places.home });
    expect(without.code, 'nobody was there to type the password').toBe(3);
    expect(without.stdout).toContain('password');
    expect(without.stdout).toMatch(/postbag repair run \S+ --all/);
  });

  test('of a bag that was changed is not even begun', async () => {
    appendFileSync(path.join(bag, 'data', 'USR00001'), 'x');
    const { code, lines } = await withPassword('prove', bag);
    expect(code).toBe(1);
    expect(codesOf(lines)).toContain('bag-invalid');
    expect(lineOf((await call('restore', 'list')).lines, 'restores').restores).toEqual([]);
  });
});

test('checklist and reminder are set, shown, and refused when they make no sense', async () => {
  const usual = lineOf((await call('restore', 'checklist', 'Harbour office')).lines, 'checklist');
  expect(usual.usual).toBe(true);
  const file = path.join(places.base, 'checklist.json');
  const items = [{ id: 'fax', question: 'Does the fax gateway start?', help: '' }];
  await writeFile(file, JSON.stringify({ items: [...items, ...items] }));
  const twice = await call('restore', 'checklist', 'Harbour office', '--import', file);
  expect(codesOf(twice.lines)).toEqual(['bad-request']);
  await writeFile(file, JSON.stringify({ items }));
  expect((await call('restore', 'checklist', 'Harbour office', '--import', file)).code).toBe(0);
  const id = await begin('--prove');
  expect(restoreIn((await call('restore', 'show', id)).lines).items).toEqual(items);
  const again = await call('restore', 'checklist', 'Harbour office', '--usual');
  expect(lineOf(again.lines, 'checklist').settings).toEqual(usual.settings);

  await call('restore', 'remind', '--bags', '5');
  expect(lineOf((await call('restore', 'remind')).lines, 'reminder')).toMatchObject({ days: 90, bags: 5 });
});

test('single groups go to another folder only, with a word of warning', async () => {
  const out = path.join(places.base, 'out');
  const { code, stdout } = await postbag(['copy-out', bag, out, '--only', 'store,directory'], {
    home: places.home,
  });
  expect(code).toBe(0);
  expect(stdout).toContain('Never copy a part of a set over a post office');
  expect((await readdir(out)).sort()).toEqual(['CLANDATA', 'MLANDATA']);
});
