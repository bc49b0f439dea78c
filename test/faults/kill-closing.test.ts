/**
 * Motivation: nothing may stay shut, stopped or marked, whatever happens; least of all because Postbag or the computer
 * died in the middle of closing a post office.
 * Description: a backup that closes a post office on a real share, with a Router stand-in, is killed (SIGKILL) after each
 * record of its journal, while it watches, and while it waits for people. Then comes the next start: `postbag status`.
 * Pass criteria: the share is as it was and lets people in, the Router runs, there is no CCPODOWN, nothing is left to
 * undo, the post office is untouched, and whatever has a bag's name validates.
 */
import { expect, test } from 'vitest';
import type { JournalRecord } from '../../electron/run/journal-record';
import { postbagJson, start, type RunningCli } from '../support/cli';
import { expectOpen, makeClosingWorld, threePeople, type ClosingWorld } from '../support/closing';
import { NextRun } from '../support/journal';
import { codesOf, lineOf } from '../support/lines';
import { treeHash } from '../support/tree';
import { bagsIn, checkWithCoreutils } from '../support/vault';

const flags = ['--method', 'shutdown', '--grace', '0', '--quiet', '1', '--disconnect', 'all'];

async function recordsOfOneRun({ home, vault }: ClosingWorld): Promise<readonly JournalRecord[]> {
  const next = new NextRun(home);
  const backup = start(['backup', 'Harbour office', '--to', vault, ...flags, '--json'], { home });
  const { code, stdout } = await backup.ended;
  expect(code, stdout).toBe(3);
  return next.records;
}

/**
 * Records that follow one another at once come to the disk together: nobody can be killed between them. What stands behind a step
 * or a finding has changed nothing since the record before: tried only where many runs are asked for.
 */
const isMoment = ({ type }: JournalRecord): boolean =>
  type !== 'facts' &&
  type !== 'note' &&
  (process.env['POSTBAG_RUNS'] !== undefined || (type !== 'step-end' && type !== 'finding'));

/** Some twenty backups, killed and recovered one after the other; a busy machine takes long for them, ms. */
const LONG = 600_000;

/** Kills one backup when its journal has so many records. @returns the step that was under way */
async function killAt(world: ClosingWorld, count: number): Promise<string> {
  const { home, vault } = world;
  const next = new NextRun(home);
  const backup = start(['backup', 'Harbour office', '--to', vault, ...flags, '--afresh', '--json'], { home });
  await next.reaches(
    backup,
    (records) => records.length >= count || records.some(({ type }) => type === 'end'),
  );
  backup.kill('SIGKILL');
  await backup.ended;
  const { records } = next;
  const begun = records.flatMap((record) => (record.type === 'step-start' ? [record] : []));
  const ended = new Set(records.flatMap((record) => (record.type === 'step-end' ? [record.index] : [])));
  return begun.find(({ index }) => !ended.has(index))?.step ?? 'none';
}

test(
  'killed after each record of its journal, the next start opens everything',
  { timeout: LONG },
  async () => {
    const world = await makeClosingWorld();
    const hash = await treeHash(world.postOffice);
    const records = await recordsOfOneRun(world);
    const moments = records.flatMap((record, index) => (isMoment(record) ? [index + 1] : []));
    expect(moments.length).toBeGreaterThan(20);
    await expectOpen(world);
    const killedIn = new Set<string>();
    for (const count of moments) {
      const step = await killAt(world, count);
      killedIn.add(step);
      const status = await postbagJson(['status'], { home: world.home });
      expect(status.stderr).toBe('');
      const where = `killed after record ${String(count)}, in ${step}: ${codesOf(status.lines).join(', ')}`;
      expect(lineOf(status.lines, 'status').pendingUndos, where).toEqual([]);
      await expectOpen(world);
      expect(await treeHash(world.postOffice), where).toBe(hash);
    }
    for (const bag of (await bagsIn(world.vault)).finished) await checkWithCoreutils(bag);
    // And the next one that nobody kills is as good as any.
    await recordsOfOneRun(world);
    await expectOpen(world);
    // Others take a few milliseconds only, so a kill in them may come too late.
    const steps = ['stop-service', 'close-access', 'open-again', 'verify'];
    expect([...killedIn]).toEqual(expect.arrayContaining(steps));
    expect(killedIn.has('copy-group') || killedIn.has('settle'), [...killedIn].join(', ')).toBe(true);
  },
);

/** Kills a closing backup; the next start says that it died, and opens everything. */
async function killAndStartAgain(world: ClosingWorld, backup: RunningCli): Promise<void> {
  backup.kill('SIGKILL');
  await backup.ended;
  const { lines } = await postbagJson(['status'], { home: world.home });
  expect(codesOf(lines)).toEqual(expect.arrayContaining(['process-died', 'undo-done']));
  expect(lineOf(lines, 'status').pendingUndos).toEqual([]);
  await expectOpen(world);
}

test('killed while it watches whether anything moves', async () => {
  const world = await makeClosingWorld();
  const { home, vault } = world;
  const args = ['backup', 'Harbour office', '--to', vault, '--method', 'shutdown', '--grace', '0', '--json'];
  const backup = start(args, { home });
  await backup.line('"phase":"proving"');
  expect(await world.server.tryConnect('anna'), 'the share was closed').not.toBeNull();
  await killAndStartAgain(world, backup);
});

test('killed while it waits for people to go', async () => {
  const world = await makeClosingWorld();
  const { home, vault } = world;
  const people = await threePeople(world);
  const args = ['backup', 'Harbour office', '--to', vault, '--method', 'shutdown', '--grace', '0', '--json'];
  const backup = start([...args, '--disconnect', 'ask'], { home });
  await backup.line('"phase":"disconnecting"');
  expect(world.router.runs, 'the Router was stopped').toBe(false);
  expect(await world.server.tryConnect('anna'), 'the share was closed').not.toBeNull();
  await killAndStartAgain(world, backup);
  for (const person of people) expect(await person.alive(), 'nobody was thrown out').toBe(true);
});
