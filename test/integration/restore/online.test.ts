/**
 * Motivation: bringing a copy online touches the one place where mail is. Whatever is wrong there (people at work, no room, no
 * rights, a disk of its own), the old post office must be where it was, and nothing may ever be overwritten.
 *
 * Description: a practice post office lies in its place, a private copy of another one is brought online there and swapped back,
 * with real folders, small disks in memory, programs that hold files, links, and users without rights.
 *
 * Pass criteria: after each run the place holds one of the two, to the byte; when they were exchanged, the other one lies aside,
 * to the byte, and the record says where; when not, nothing is left beside the place, and the reason is told.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  appendFile,
  chmod,
  chown,
  mkdir,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { usualAccess } from '../../../shared/access';
import type { RunRecord } from '../../../shared/run';
import { Access } from '../../../electron/access/access';
import { processes } from '../../../electron/access/processes/processes';
import { onlineSteps, planOnline, planSwapBack, type OnlineJob } from '../../../electron/restore/online/plan';
import { newRunId } from '../../../electron/run/folders';
import { pendingUndos, recoverRuns } from '../../../electron/run/recovery';
import { carryOut } from '../../../electron/run/runner';
import type { RunContext, Step } from '../../../electron/run/step';
import { runProgram } from '../../../electron/run/program';
import { cannotMount, mountMemory, plugIn, pullOut } from '../../support/disks';
import { temporaryFolder } from '../../support/places';
import { holder } from '../../unit/access/holders';
import { carry, handlers, jobOf, type OnlineWorld } from './online-runs';
import { lying, makeOnlineWorld, onlineOf } from './online-world';

const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;
const codes = ({ findings }: { findings: readonly { code: string }[] }): string[] =>
  findings.map(({ code }) => code);

const accessOf = (root: string): Access =>
  new Access({ root, name: 'Harbour', settings: usualAccess, runProgram, platform: process.platform }, [
    processes,
  ]);

/** Carries out bringing online with one of its steps altered. */
async function carryAltered(
  world: OnlineWorld,
  job: OnlineJob,
  id: Step['plan']['id'],
  alter: (run: () => Promise<void>, runId: string) => Promise<void>,
): Promise<RunRecord> {
  const runId = newRunId();
  const plan = await planOnline(job);
  const steps = onlineSteps(plan, job, runId).map((step) =>
    step.plan.id === id
      ? { ...step, run: async (context: RunContext) => await alter(() => step.run(context), runId) }
      : step,
  );
  return await carryOut({
    home: world.home,
    runId,
    plan,
    steps,
    undoHandlers: handlers,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onChange: () => undefined,
  });
}

/** Nothing was exchanged, nothing is left, and nothing was recorded. */
async function asBefore(world: OnlineWorld): Promise<void> {
  expect(await lying(world)).toEqual({ 'Harbour office': 'old' });
  expect(await onlineOf(world)).toBeNull();
}

test('the old post office lies aside, the copy in its place, and one run swaps both back', async () => {
  const world = await makeOnlineWorld();
  const plan = await planOnline(jobOf(world));
  expect(codes(plan)).toEqual(['target-not-seen']);
  expect(plan.steps.map(({ id, undo }) => [id, undo])).toEqual([
    ['check-target', null],
    ['copy-in', 'remove-landing'],
    ['swap-in', 'put-back'],
  ]);
  expect(plan.freeBytes).toBeGreaterThan(plan.bytes);
  expect(await lying(world), 'planning leaves nothing').toEqual({ 'Harbour office': 'old' });

  const run = await carry('online', world, jobOf(world));
  expect({ codes: codes(run), pending: run.pendingUndos, files: run.files }).toEqual({
    codes: ['target-not-seen', 'moved-aside'],
    pending: [],
    files: plan.files,
  });
  const aside = `Harbour office before ${run.id}`;
  expect(await lying(world)).toEqual({ 'Harbour office': 'restored', [aside]: 'old' });
  expect(await onlineOf(world)).toMatchObject({
    runId: run.id,
    target: world.target,
    aside: path.join(world.parent, aside),
    swappedBack: null,
  });

  const back = await carry('swap-back', world, jobOf(world));
  const restored = `Harbour office restored ${back.id}`;
  expect(await lying(world)).toEqual({ 'Harbour office': 'old', [restored]: 'restored' });
  expect(await onlineOf(world)).toMatchObject({
    runId: run.id,
    swappedBack: { runId: back.id, restored: path.join(world.parent, restored) },
  });
  await expect(planSwapBack(jobOf(world))).rejects.toMatchObject({ code: 'nothing-to-swap' });
});

test('what people wrote in the restored post office is aside after swapping back, too', async () => {
  const world = await makeOnlineWorld();
  await carry('online', world, jobOf(world));
  await writeFile(path.join(world.target, 'NEWMAIL'), 'written since');
  const back = await carry('swap-back', world, jobOf(world));
  expect(existsSync(path.join(world.parent, `Harbour office restored ${back.id}`, 'NEWMAIL'))).toBe(true);
  expect((await lying(world))['Harbour office']).toBe('old');
});

test.each(['nothing there', 'an empty folder there'])(
  '%s: the copy gets its place, and nothing lies aside',
  async (what) => {
    const world = await makeOnlineWorld();
    await rm(world.target, { recursive: true });
    if (what.startsWith('an')) await mkdir(world.target);
    // Nobody needs to look whether anybody is connected to nothing.
    const run = await carry('online', world, jobOf(world, { overruledConnected: false }));
    expect({ verdict: run.verdict, codes: codes(run) }).toEqual({ verdict: 'verified', codes: [] });
    expect(await lying(world)).toEqual({ 'Harbour office': 'restored' });
    expect(await onlineOf(world)).toMatchObject({ aside: null });
    await expect(planSwapBack(jobOf(world))).rejects.toMatchObject({ code: 'nothing-to-swap' });
  },
);

test('the old post office is gone from where it was moved to: there is nothing to swap', async () => {
  const world = await makeOnlineWorld();
  const { id } = await carry('online', world, jobOf(world));
  await rename(path.join(world.parent, `Harbour office before ${id}`), path.join(world.base, 'taken'));
  await expect(planSwapBack(jobOf(world))).rejects.toMatchObject({ code: 'nothing-to-swap' });
  expect(await lying(world)).toEqual({ 'Harbour office': 'restored' });
});

test('a link as the place stays, and the folder that it leads to is exchanged', async () => {
  const world = await makeOnlineWorld();
  const link = path.join(world.base, 'link');
  await symlink(world.target, link);
  const run = await carry('online', world, jobOf(world, { target: link }));
  expect(await lying({ ...world, target: link })).toEqual({
    'Harbour office': 'restored',
    [`Harbour office before ${run.id}`]: 'old',
  });
  expect(await onlineOf(world)).toMatchObject({ target: world.target });
});

test('a link that leads nowhere is refused: its disk may only be away', async () => {
  const world = await makeOnlineWorld();
  const link = path.join(world.base, 'link');
  await symlink(path.join(world.base, 'away', 'Harbour office'), link);
  expect(await planOnline(jobOf(world, { target: link }))).toMatchObject({
    findings: [{ code: 'target-not-writable', severity: 'error', params: { reason: 'ENOENT' } }],
  });
});

test.each([
  ['a file', async (at: string) => await writeFile(at, 'mail'), 'target-not-writable', 'ENOTDIR'],
  ['in a folder that is not there', () => Promise.resolve(), 'target-not-writable', 'ENOENT'],
] as const)('a place that is %s is refused', async (what, make, code, reason) => {
  const world = await makeOnlineWorld();
  const target = path.join(world.base, ...(what === 'a file' ? ['file'] : ['none', 'office']));
  await make(target);
  expect(await planOnline(jobOf(world, { target }))).toMatchObject({
    findings: [{ code, severity: 'error', params: { target, reason } }],
  });
});

test('vaults, bags, the home and the copy itself are no place, nor is what is in or above them', async () => {
  const world = await makeOnlineWorld();
  const bag = path.join(world.base, 'bag');
  await mkdir(bag);
  await writeFile(path.join(bag, 'bagit.txt'), 'BagIt-Version: 1.0\n');
  const link = path.join(world.base, 'elsewhere');
  await symlink(world.home, link);
  for (const target of [
    world.home,
    path.join(world.home, 'office'),
    world.base,
    path.join(world.base, 'vault', 'office'),
    world.copy,
    path.join(bag, 'office'),
    path.join(link, 'office'),
  ]) {
    await mkdir(path.dirname(target), { recursive: true });
    const { findings } = await planOnline(jobOf(world, { target }));
    expect(findings, target).toContainEqual(
      expect.objectContaining({ code: 'target-is-bag', severity: 'error' }),
    );
  }
});

test('somebody who has a file open is seen, when it is planned and again before it is moved', async () => {
  const world = await makeOnlineWorld();
  const access = accessOf(world.target);
  const [file = ''] = await readdir(world.target);
  const one = await holder(['fd', path.join(world.target, file)]);
  const job = jobOf(world, { access, overruledConnected: true });
  const plan = await planOnline(job);
  expect(plan.findings).toMatchObject([
    { code: 'target-connected', severity: 'error', params: { count: 1 } },
  ]);
  await one.end();

  const run = await carryAltered(world, job, 'swap-in', async (swap) => {
    await holder(['fd', path.join(world.target, file)]); // he comes while the copy is copied
    await swap();
  });
  expect(run.verdict).toBe('failed');
  expect(codes(run)).toContain('target-connected');
  await asBefore(world);
});

test('where nobody can be seen it stops, unless a person has looked elsewhere and said so', async () => {
  const world = await makeOnlineWorld();
  const { findings } = await planOnline(jobOf(world, { overruledConnected: false }));
  expect(findings).toMatchObject([{ code: 'target-not-seen', severity: 'error' }]);
  const run = await carry('online', world, jobOf(world, { overruledConnected: false }));
  expect(run.verdict).toBe('failed');
  await asBefore(world);
  // Who is connected to another place says nothing about this one.
  const elsewhere = jobOf(world, { access: accessOf(world.copy), overruledConnected: false });
  expect(codes(await planOnline(elsewhere))).toEqual(['target-not-seen']);
});

test('where nothing can be written beside the place it is said before anything is done', async ({ skip }) => {
  skip(process.platform === 'win32', 'needs rights of Unix');
  const world = await makeOnlineWorld();
  await chmod(world.base, 0o755);
  await chmod(world.parent, 0o555);
  onTestFinished(async () => {
    process.seteuid?.(asRoot ? 0 : (process.getuid?.() ?? 0));
    await chmod(world.parent, 0o755);
  });
  if (asRoot) process.seteuid?.(NOBODY);
  const plan = await planOnline(jobOf(world));
  if (asRoot) process.seteuid?.(0);
  expect(plan.findings).toContainEqual(
    expect.objectContaining({
      code: 'target-not-writable',
      severity: 'error',
      params: { target: world.target, reason: 'EACCES' },
    }),
  );
  await asBefore(world);
});

test('a place on too small a disk is refused, and one that fills up in the middle leaves nothing', async ({
  skip,
}) => {
  skip(cannotMount !== null, cannotMount ?? '');
  const disk = path.join(await temporaryFolder(), 'disk');
  mountMemory(disk, 3_000_000);
  const mail = path.join(disk, 'mail');
  const world = await makeOnlineWorld(mail);
  const { bytes } = await planOnline(jobOf(world));
  await writeFile(path.join(disk, 'ballast'), Buffer.alloc(3_000_000 - 2 * bytes)).catch(() => undefined);
  expect(codes(await planOnline(jobOf(world)))).toContain('place-full');
  await rm(path.join(disk, 'ballast'));

  // It fills up after it was planned and checked.
  const run = await carryAltered(world, jobOf(world), 'copy-in', async (copy) => {
    await writeFile(path.join(disk, 'ballast'), Buffer.alloc(3_000_000)).catch(() => undefined);
    const { size } = await stat(path.join(disk, 'ballast'));
    await truncate(path.join(disk, 'ballast'), size - 100_000); // some files fit
    await copy();
  });
  expect(run).toMatchObject({ verdict: 'failed', pendingUndos: [] });
  expect(codes(run)).toContain('place-full');
  await asBefore(world);
});

test('a disk that lets nobody write in the middle owes what is left, and has it taken back later', async ({
  skip,
}) => {
  skip(cannotMount !== null, cannotMount ?? '');
  const disk = path.join(await temporaryFolder(), 'disk');
  mountMemory(disk, 8_000_000);
  const world = await makeOnlineWorld(path.join(disk, 'mail'));
  const run = await carryAltered(world, jobOf(world), 'swap-in', async (swap) => {
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await swap();
  });
  expect(codes(run)).toEqual(expect.arrayContaining(['target-not-writable', 'undo-failed']));
  expect((await lying(world))['Harbour office']).toBe('old');
  execFileSync('mount', ['-o', 'remount,rw', disk]);
  await recoverRuns(world.home, handlers);
  expect(await pendingUndos(world.home)).toEqual([]);
  await asBefore(world);
});

test('a place that is a volume of its own is refused, of another file system or of the same', async ({
  skip,
}) => {
  skip(cannotMount !== null, cannotMount ?? '');
  const world = await makeOnlineWorld();
  const [memory, bound] = [path.join(world.base, 'memory'), path.join(world.base, 'bound')];
  mountMemory(memory, 1_000_000);
  plugIn(world.target, bound);
  for (const target of [memory, bound, '/']) {
    expect(await planOnline(jobOf(world, { target })), target).toMatchObject({
      findings: [{ code: 'target-other-volume', severity: 'error' }],
    });
  }
});

test('the restored post office has the owners and rights of the one whose place it takes', async ({
  skip,
}) => {
  skip(!asRoot, 'only root can give files away');
  const world = await makeOnlineWorld();
  const [file = ''] = (await readdir(world.target)).sort();
  await chown(world.target, NOBODY, NOBODY);
  await chmod(world.target, 0o2770);
  await chown(path.join(world.target, file), NOBODY, NOBODY);
  await chmod(path.join(world.target, file), 0o660);
  await writeFile(path.join(world.copy, 'ONLYHERE'), 'new');
  await carry('online', world, jobOf(world));
  for (const [name, mode] of [
    ['', 0o2770],
    [file, 0o660],
    ['ONLYHERE', 0o660],
  ] as const) {
    const { uid, gid, mode: is } = await stat(path.join(world.target, name));
    expect({ name, uid, gid, mode: is & 0o7777 }).toEqual({ name, uid: NOBODY, gid: NOBODY, mode });
  }
});

test('a copy that was written to after it was compared is not moved in', async () => {
  const world = await makeOnlineWorld();
  const run = await carryAltered(world, jobOf(world), 'copy-in', async (copy, runId) => {
    await copy();
    const incoming = path.join(world.parent, `.Harbour office.${runId}.partial`);
    const [first = ''] = await readdir(incoming);
    await appendFile(path.join(incoming, first), 'x');
  });
  expect(codes(run)).toContain('online-differs');
  await asBefore(world);
});

test('cancelled while it copies, nothing is left', async () => {
  const world = await makeOnlineWorld();
  const controller = new AbortController();
  const runId = newRunId();
  const incoming = path.join(world.parent, `.Harbour office.${runId}.partial`);
  const ended = carry('online', world, jobOf(world), { runId, signal: controller.signal });
  await vi.waitUntil(() => existsSync(incoming), { interval: 1, timeout: 10_000 });
  controller.abort();
  expect((await ended).verdict).toBe('cancelled');
  await asBefore(world);
});

/** Lets the record be unreadable while an exchange is carried out. */
async function withoutRecord(world: OnlineWorld, work: () => Promise<void>): Promise<void> {
  const [record, away] = [path.join(world.folder, 'restore.json'), path.join(world.base, 'away.json')];
  await rename(record, away);
  await mkdir(record);
  try {
    await work();
  } finally {
    await rm(record, { recursive: true });
    await rename(away, record);
  }
}

test('when the record cannot be written, the old post office is put back', async () => {
  const world = await makeOnlineWorld();
  const run = await carryAltered(world, jobOf(world), 'swap-in', (swap) => withoutRecord(world, swap));
  expect(run).toMatchObject({ verdict: 'failed', pendingUndos: [] });
  await asBefore(world);
});

test('when the old one cannot be put back now, the restored one stays in place until it can', async ({
  skip,
}) => {
  skip(cannotMount !== null, cannotMount ?? '');
  const world = await makeOnlineWorld();
  let aside = '';
  const run = await carryAltered(world, jobOf(world), 'swap-in', async (swap, runId) => {
    aside = path.join(world.parent, `Harbour office before ${runId}`);
    try {
      await withoutRecord(world, swap);
    } finally {
      plugIn(aside, aside); // what something is mounted on cannot be renamed
    }
  });
  expect(run).toMatchObject({ verdict: 'failed', pendingUndos: [{ action: 'put-back' }] });
  expect(await lying(world)).toEqual({ 'Harbour office': 'restored', [path.basename(aside)]: 'old' });
  pullOut(aside);
  expect(await recoverRuns(world.home, handlers)).toMatchObject([{ code: 'undo-done' }]);
  expect(await pendingUndos(world.home)).toEqual([]);
  await asBefore(world);
});
