/**
 * Motivation: "clear user and Router connections and then run the backup" is the only way to a copy that needs no repair,
 * and a post office that stays closed is worse than no backup.
 * Description: a practice post office on a real share, three clients that have its files open, simulated users at work in
 * it, and a Router stand-in; closed, backed up and opened by the built command line.
 * Pass criteria: the grade is `closed` only when nobody was there and nothing moved; the copy is without a fault; and
 * however it ends, all three can connect again, the Router runs, and there is no CCPODOWN.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkPractice } from '../../../electron/practice/checker';
import { startPracticeUsers } from '../../../electron/practice/users';
import { forkNode } from '../../../electron/run/child-node';
import { expectOpen, makeClosingWorld, threePeople, type ClosingWorld } from '../../support/closing';
import { postbagJson, start, withLines, type RunningCli } from '../../support/cli';
import { codesOf, lineOf, told } from '../../support/lines';
import { treeHash } from '../../support/tree';
import { bagsIn, checkWithCoreutils } from '../../support/vault';

const flags = ['--method', 'shutdown', '--grace', '0', '--quiet', '2'];

function shutDown({ home, vault }: ClosingWorld, ...more: string[]): RunningCli {
  return start(['backup', 'Harbour office', '--to', vault, ...flags, ...more, '--json'], { home });
}

test('three people, a Router and users at work: everybody out, a copy of grade closed, everybody in again', async () => {
  const world = await makeClosingWorld(undefined, { users: 6, messages: 300 });
  const people = await threePeople(world);
  const users = await startPracticeUsers(forkNode, world.postOffice, { seed: 3, rate: 200 });
  await users.waitForOps(20);

  const before = await postbagJson(['connections', 'Harbour office'], { home: world.home });
  const seen = lineOf(before.lines, 'connections').connections;
  expect(seen.map(({ user }) => user)).toEqual(expect.arrayContaining(people.map(({ user }) => user)));
  expect(seen.flatMap(({ files }) => files.map(({ path: file }) => file))).toContain('MLANDATA');

  const { code, lines, stderr } = withLines(await shutDown(world, '--disconnect', 'all').ended);
  expect(stderr).toBe('');
  const { record } = lineOf(lines, 'result');
  expect(record, JSON.stringify(record.findings)).toMatchObject({
    grade: 'closed',
    access: {
      phase: 'open',
      stayedQuiet: true,
      quiet: { seenBy: expect.arrayContaining(['samba', 'processes']) as unknown },
    },
    pendingUndos: [],
  });
  expect(code).toBe(3); // the vault lies on the same disk
  const bag = record.bag ?? '';
  await checkWithCoreutils(bag);
  const copy = await checkPractice(path.join(bag, 'data'));
  expect(copy).toMatchObject({ dangling: 0, torn: 0, missing: 0, orphans: 0 });
  // Nobody has worked since: what was copied is what there is.
  expect(await treeHash(path.join(bag, 'data'))).toBe(await treeHash(world.postOffice));
  for (const person of people) expect(await person.alive(), 'the session was ended').toBe(false);
  await expectOpen(world);
  await users.stop().catch(() => undefined);
});

test('who does not go stops it before anything is copied, and everything is opened', async () => {
  const world = await makeClosingWorld((usual) => ({
    ...usual,
    // Samba sees them, but a program of this computer cannot be closed out.
    services: usual.services,
  }));
  const people = await threePeople(world);
  const run = shutDown(world, '--disconnect', 'ask', '--wait-minutes', '1');
  await run.line('"phase":"disconnecting"');
  // Closed to new ones meanwhile, and the marker is there.
  expect(await world.server.tryConnect('anna')).not.toBeNull();
  expect(existsSync(path.join(world.postOffice, 'CCPODOWN'))).toBe(true);
  expect(world.router.runs).toBe(false);
  run.kill('SIGINT');
  const { code, lines } = withLines(await run.ended);
  expect(code).toBe(130);
  expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'cancelled', bag: null, pendingUndos: [] });
  expect(await bagsIn(world.vault)).toEqual({ finished: [], unfinished: [] });
  for (const person of people) expect(await person.alive(), 'nobody was thrown out').toBe(true);
  await expectOpen(world);
});

test('each is ended by its own command, and then it goes on by itself', async () => {
  const world = await makeClosingWorld();
  const people = await threePeople(world);
  const run = shutDown(world, '--disconnect', 'ask');
  await run.line('"phase":"disconnecting"');
  const { lines } = await postbagJson(['connections', 'Harbour office'], { home: world.home });
  for (const { id } of lineOf(lines, 'connections').connections) {
    const ended = await postbagJson(['disconnect', 'Harbour office', id], { home: world.home });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
  }
  const { record } = lineOf(withLines(await run.ended).lines, 'result');
  expect(record).toMatchObject({ grade: 'closed' });
  for (const person of people) expect(await person.alive()).toBe(false);
  await expectOpen(world);
});

test('a CCPODOWN that was there before stops the plan, and stays', async () => {
  const world = await makeClosingWorld();
  const marker = path.join(world.postOffice, 'CCPODOWN');
  await writeFile(marker, 'closed for repair\n');
  const { code, lines } = withLines(await shutDown(world).ended);
  expect(code).toBe(1);
  expect(codesOf(lines)).toContain('closed-by-somebody-else');
  expect(existsSync(marker)).toBe(true);
  expect(world.router.runs).toBe(true);
  expect(await world.server.tryConnect('anna')).toBeNull();
});

test('a Router that does not stop: nothing is closed, and it is said', async () => {
  const world = await makeClosingWorld((usual) => ({
    ...usual,
    services: usual.services.map((service) => ({
      ...service,
      stop: [process.execPath, '-e', '0'],
      waitSeconds: 1,
    })),
  }));
  const { code, lines } = withLines(await shutDown(world).ended);
  expect(code).toBe(1);
  expect(told(lines, 'service-not-stopped').params).toMatchObject({ service: 'Router' });
  await expectOpen(world);
});

test('a Router that does not start again stays on the list until it does', async () => {
  const world = await makeClosingWorld((usual) => ({
    ...usual,
    services: usual.services.map((service) => ({
      ...service,
      // Works only when this file is there.
      start: [process.execPath, '-e', `require('fs').statSync(${JSON.stringify(path.join('/', 'nowhere'))})`],
      waitSeconds: 2,
    })),
  }));
  const { lines } = withLines(await shutDown(world, '--disconnect', 'all').ended);
  const { record } = lineOf(lines, 'result');
  expect(record).toMatchObject({
    grade: 'closed',
    verdict: 'findings',
    pendingUndos: [{ action: 'start-service' }],
  });
  expect(codesOf(lines)).toContain('undo-failed');
  const status = await postbagJson(['status'], { home: world.home });
  expect(status.code).toBe(3);
  expect(lineOf(status.lines, 'status').pendingUndos).toMatchObject([{ action: 'start-service' }]);
  // Somebody starts it by hand; then nothing is left to do.
  world.router.do('start');
  expect(await postbagJson(['undo'], { home: world.home })).toMatchObject({ code: 0 });
  await expectOpen(world);
});

test('somebody writes whom nobody sees: the copy is not closed', async () => {
  const world = await makeClosingWorld((usual) => ({
    ...usual,
    use: { ...usual.use, processes: 'off', samba: 'off' },
    // Says that nobody is there, whoever is.
    commands: { ...usual.commands, list: [process.execPath, '-e', '0'] },
  }));
  const users = await startPracticeUsers(forkNode, world.postOffice, { seed: 3, rate: 50 });
  try {
    await users.waitForOps(5);
    const { code, lines } = withLines(await shutDown(world).ended);
    expect(code).toBe(1);
    expect(told(lines, 'not-quiet').params['reason']).toContain('moved');
    expect(await bagsIn(world.vault)).toEqual({ finished: [], unfinished: [] });
    await expectOpen(world);

    const anyway = withLines(await shutDown(world, '--go-on-anyway', '--passes', '2').ended);
    const { record } = lineOf(anyway.lines, 'result');
    expect(record.grade).not.toBe('closed');
    expect(codesOf(anyway.lines)).toContain('went-on-not-quiet');
    await expectOpen(world);
  } finally {
    await users.stop();
  }
});
