/**
 * Motivation: what an administrator sees of a backup from a snapshot: what can be had here and why not, and what happens
 * when it cannot be had, or breaks.
 * Description: the built command line backs up practice post offices on real volumes: on btrfs, on two volumes, where
 * nothing can make it stand still, with users who never pause, and with a snapshot that somebody removes while it is read.
 * Pass criteria: what was there at the instant is in the bag, whatever happens to the post office meanwhile. What is asked
 * for and cannot be had stops the run before anything is made, or is told where a person wanted it copied all the same;
 * the grade claims no more than there was. Nothing of a snapshot is left.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { BAG_RECORD_FILE, BagRecord } from '../../../electron/vault/bag-record';
import { startPracticeUsers } from '../../../electron/practice/users';
import { forkNode } from '../../../electron/run/child-node';
import { postbag, postbagJson, start, withLines, type EndedJson } from '../../support/cli';
import { mountMemory } from '../../support/disks';
import { NextRun, groupCopied } from '../../support/journal';
import { codesOf, lineOf, linesOf, told } from '../../support/lines';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice, MEDIUM } from '../../support/post-office';
import { treeHash } from '../../support/tree';
import { bagsIn, onlyBag } from '../../support/vault';
import { makeDisk, noDisk, system } from './volumes';

const needs = noDisk('btrfs');

/** A practice post office on a btrfs volume of its own; settings and vault are elsewhere. */
async function onBtrfs(messages?: number): Promise<Places & { readonly point: string }> {
  const places = await makePlaces();
  const { point } = await makeDisk('btrfs');
  const postOffice = path.join(point, 'Harbour office');
  await makePostOffice(postOffice, messages === undefined ? {} : { messages });
  return { ...places, postOffice, point };
}

const snapshotOf = (places: Places, ...more: string[]): string[] => [
  ...['backup', places.postOffice, '--to', places.vault, '--method', 'snapshot', '--calm', 'off'],
  ...more,
];

/** Nothing of a snapshot is left on a volume. */
function expectNothingLeft(point: string): void {
  expect(system('btrfs', 'subvolume', 'list', point)).not.toContain('.postbag-');
  expect(readdirSync(point).filter((name) => name.startsWith('.postbag-'))).toEqual([]);
}

/** A backup under way, and something that happens when the user files are copied. */
async function disturbed(places: Places, act: () => unknown, ...more: string[]): Promise<EndedJson> {
  const next = new NextRun(places.home);
  const backup = start([...snapshotOf(places, ...more), '--json'], places);
  await next.disturb(backup, groupCopied('users'), act);
  return withLines(await backup.ended);
}

const theSnapshot = (point: string): string => {
  const name = readdirSync(point).find((one) => one.startsWith('.postbag-'));
  if (name === undefined) throw new Error('there is no snapshot');
  return path.join(point, name);
};

test('what was there is in the bag, whatever happens to the post office meanwhile', async ({ skip }) => {
  skip(needs !== null, needs ?? '');
  const places = await onBtrfs(MEDIUM);
  const { postOffice, point, vault } = places;
  const before = await treeHash(postOffice);
  const { code, lines } = await disturbed(places, () => {
    appendFileSync(path.join(postOffice, 'MLANDATA'), Buffer.alloc(5000, 1));
    writeFileSync(path.join(postOffice, 'CLANDATA'), 'overwritten');
    rmSync(path.join(postOffice, 'USR00002'));
    writeFileSync(path.join(postOffice, 'USR00099'), 'new');
  });
  expect(code).toBe(0);
  const { record } = lineOf(lines, 'result');
  expect(record).toMatchObject({
    grade: 'instant',
    verdict: 'verified',
    still: { provider: 'btrfs', held: true, exact: true, phase: 'gone', why: '' },
  });
  const bag = await onlyBag(vault);
  expect(await treeHash(path.join(bag, 'data'))).toBe(before);
  const inBag = BagRecord.parse(JSON.parse(readFileSync(path.join(bag, BAG_RECORD_FILE), 'utf8')));
  expect(inBag.still).toMatchObject({ provider: 'btrfs', covers: 'one-instant', held: true });
  // The moment before it was made: what was written later may be missing.
  expect(record.recoveryPoint).toBe(record.still?.at);
  expect(readFileSync(path.join(bag, 'postbag/report.txt'), 'utf8')).toContain('Btrfs snapshot');
  expectNothingLeft(point);
});

test('a post office on two volumes is per-file, and has the files of both', async ({ skip }) => {
  skip(needs !== null, needs ?? '');
  const places = await onBtrfs();
  const { postOffice, point, vault } = places;
  system('btrfs', 'subvolume', 'create', path.join(postOffice, 'CCADMIN'));
  await mkdir(path.join(postOffice, 'CCADMIN', 'OLD'));
  writeFileSync(path.join(postOffice, 'CCADMIN', 'OLD', 'ADMIN.EXE'), 'program');
  writeFileSync(path.join(postOffice, 'CCADMIN', 'NOTES.TXT'), 'notes');
  const { code, lines } = await postbagJson(snapshotOf(places), places);
  expect(code).toBe(3);
  expect(told(lines, 'spans-volumes').params).toMatchObject({ count: 2 });
  const { record } = lineOf(lines, 'result');
  expect(record).toMatchObject({ grade: 'per-file', still: { covers: 'per-file', held: true } });
  expect(await treeHash(path.join(await onlyBag(vault), 'data'))).toBe(await treeHash(postOffice));
  expectNothingLeft(point);
});

test('a snapshot that is gone while it is read: there is no bag, and the reason is told', async ({
  skip,
}) => {
  skip(needs !== null, needs ?? '');
  const places = await onBtrfs(MEDIUM);
  const { point, vault, postOffice } = places;
  const before = await treeHash(postOffice);
  const { code, lines } = await disturbed(places, () =>
    execFileSync('btrfs', ['subvolume', 'delete', theSnapshot(point)], { stdio: 'ignore' }),
  );
  expect(code).toBe(1);
  expect(told(lines, 'still-lost').params['reason']).toMatch(/is gone/);
  expect(lineOf(lines, 'result').record).toMatchObject({
    verdict: 'failed',
    bag: null,
    pendingUndos: [],
    still: { held: false },
  });
  expect((await bagsIn(vault)).finished).toEqual([]);
  expectNothingLeft(point);
  expect(await treeHash(postOffice)).toBe(before);
});

test('gone while it is read, and wanted all the same: copied while open, and graded as that', async ({
  skip,
}) => {
  skip(needs !== null, needs ?? '');
  const places = await onBtrfs(MEDIUM);
  const { point, vault, postOffice } = places;
  const { code, lines } = await disturbed(
    places,
    () => execFileSync('btrfs', ['subvolume', 'delete', theSnapshot(point)], { stdio: 'ignore' }),
    '--if-not',
    'open',
  );
  expect(code).toBe(3);
  expect(told(lines, 'copied-open-instead')).toMatchObject({ severity: 'warning' });
  const { record } = lineOf(lines, 'result');
  expect(record.still).toMatchObject({ held: false, asked: { use: 'auto' } });
  // Nobody writes: it settles, and what is proven so is of one instant too.
  expect(record.grade).toBe('instant');
  expect(record.settling?.interval).not.toBeNull();
  expect(await treeHash(path.join(await onlyBag(vault), 'data'))).toBe(await treeHash(postOffice));
});

test('a full vault is told as that, and not as a lost snapshot', async ({ skip }) => {
  skip(needs !== null, needs ?? '');
  const places = await onBtrfs(MEDIUM);
  const small = path.join(places.base, 'small');
  mountMemory(small, 100_000_000);
  const next = new NextRun(places.home);
  const full = { ...places, vault: small };
  const backup = start([...snapshotOf(full), '--json'], places);
  await next.disturb(backup, groupCopied('users'), () => {
    try {
      writeFileSync(path.join(small, 'filler'), Buffer.alloc(100_000_000));
    } catch {
      // It is full now.
    }
  });
  const { code, lines } = withLines(await backup.ended);
  expect(code).toBe(1);
  expect(codesOf(lines)).toContain('no-space');
  expect(codesOf(lines)).not.toContain('still-lost');
  expectNothingLeft(places.point);
});

test('where nothing can make it stand still the run does not start, and says why', async ({ skip }) => {
  skip(needs !== null, needs ?? '');
  const places = await makePlaces();
  mountMemory(places.postOffice, 50_000_000);
  await makePostOffice(path.join(places.postOffice, 'CCDATA'));
  const there = { ...places, postOffice: path.join(places.postOffice, 'CCDATA') };
  const { code, lines } = await postbagJson(snapshotOf(there), there);
  expect(code).toBe(1);
  expect(String(told(lines, 'still-unavailable').params['reason'])).toMatch(/tmpfs/);
  expect(linesOf(lines, 'result')).toEqual([]);
  const instead = await postbagJson(snapshotOf(there, '--if-not', 'open'), there);
  expect(instead.code).toBe(3);
  expect(codesOf(instead.lines)).toContain('copied-open-instead');
  expect(lineOf(instead.lines, 'result').record).toMatchObject({
    grade: 'instant',
    still: { provider: null },
  });

  const volumes = await postbag(['volumes', there.postOffice], there);
  expect(volumes.code).toBe(3);
  expect(volumes.stdout).toMatch(/Btrfs snapshot \(btrfs\): The post office lies on tmpfs/);
});

test('what can be had here is said', async ({ skip }) => {
  skip(needs !== null, needs ?? '');
  const places = await onBtrfs();
  const { code, lines } = await postbagJson(['volumes', places.postOffice], places);
  expect(code).toBe(0);
  const { snapshot } = lineOf(lines, 'volumes');
  const usable = snapshot.filter((state) => state.usable).map(({ id, covers }) => [id, covers]);
  expect(usable).toEqual([
    ['btrfs', 'one-instant'],
    ['reflink', 'per-file'],
  ]);
});

test('a pause that is required and does not come: nothing is made', async ({ skip }) => {
  skip(needs !== null, needs ?? '');
  const places = await onBtrfs();
  const pace = { rate: 0, burstMs: 0, pauseMs: 0 };
  const users = await startPracticeUsers(forkNode, places.postOffice, { seed: 1, ...pace });
  const args = ['backup', places.postOffice, '--to', places.vault, '--method', 'snapshot', '--json'];
  const wait = ['--calm', 'required', '--calm-seconds', '5', '--calm-minutes', '0'];
  const { code, lines } = withLines(await postbag([...args, ...wait], places));
  await users.stop();
  expect(code).toBe(1);
  expect(codesOf(lines)).toContain('not-calm');
  expect(lineOf(lines, 'result').record).toMatchObject({ bag: null, still: { calm: { calm: false } } });
  expectNothingLeft(places.point);
});

test('cancelled while a pause is waited for, nothing is left', async ({ skip }) => {
  skip(needs !== null, needs ?? '');
  const places = await onBtrfs();
  const pace = { rate: 0, burstMs: 0, pauseMs: 0 };
  const users = await startPracticeUsers(forkNode, places.postOffice, { seed: 1, ...pace });
  const args = ['backup', places.postOffice, '--to', places.vault, '--method', 'snapshot', '--json'];
  const backup = start([...args, '--calm-minutes', '5'], places);
  await backup.line('"phase":"calming"');
  backup.kill('SIGINT');
  const { lines } = withLines(await backup.ended);
  await users.stop();
  expect(lineOf(lines, 'result').record.verdict).toBe('cancelled');
  expect((await bagsIn(places.vault)).unfinished).toEqual([]);
  expectNothingLeft(places.point);
});

test('a snapshot of somebody else, and folders that look like ours, stay', async ({ skip }) => {
  skip(needs !== null, needs ?? '');
  const places = await onBtrfs();
  const { point, postOffice } = places;
  const other = path.join(point, '.postbag-20200101T000000000Z-00000000');
  system('btrfs', 'subvolume', 'snapshot', '-r', point, other);
  const inside = path.join(postOffice, '.postbag-20200101T000000000Z-11111111');
  await mkdir(inside);
  writeFileSync(path.join(inside, 'KEEP'), 'x');
  const { code, lines } = await postbagJson(snapshotOf(places), places);
  expect(code).toBe(0);
  expect(existsSync(other)).toBe(true);
  expect(existsSync(path.join(inside, 'KEEP'))).toBe(true);
  // What another run made there is no part of the post office.
  expect(lineOf(lines, 'plan').plan.files).toBe(readdirSync(postOffice).length - 1);
  expect(existsSync(path.join(await onlyBag(places.vault), 'data', path.basename(inside)))).toBe(false);
});
