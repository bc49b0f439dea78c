/**
 * Motivation: a post office is backed up while people work in it, and what that does to the copy must be said.
 * Description: simulated users work in a process of their own while the backup runs, first without a pause, then with
 * pauses. Between the first and the second file group the backup is stopped until the users have changed a file that it
 * has already copied, so that the change is certain.
 * Pass criteria: the change is found and named. Of users who never rest the copy is loose, and it is said why; of users
 * who pause it is of one instant. The bag is sealed and valid, and the checker can count the copy.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { postbagJson, start, withLines, type EndedJson } from '../../support/cli';
import { groupCopied, NextRun } from '../../support/journal';
import { lineOf, parseLines, told, type LineOf } from '../../support/lines';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice } from '../../support/post-office';
import { checkWithCoreutils, onlyBag } from '../../support/vault';

/** When one of the user files was changed last, ns since 1970. */
async function newest(postOffice: string): Promise<bigint> {
  const files = Array.from({ length: 6 }, (_, user) => path.join(postOffice, `USR0000${user + 1}`));
  const times = await Promise.all(files.map(async (file) => (await stat(file, { bigint: true })).mtimeNs));
  return times.reduce((latest, time) => (time > latest ? time : latest));
}

/** Backs up while users work who change a user file after it was copied; then the users leave. */
async function backUpMeanwhile(
  { home, vault, postOffice }: Places,
  pace: readonly string[],
  settle: readonly string[] = [],
): Promise<EndedJson> {
  await makePostOffice(postOffice, { messages: 400 });
  const users = start(['practice', 'users', postOffice, ...pace, '--json'], { home });
  await users.line('at-work');
  const next = new NextRun(home);
  const backup = start(['backup', postOffice, '--to', vault, ...settle, '--json'], { home });
  await next.disturb(backup, groupCopied('users'), async () => {
    const copied = await newest(postOffice);
    await vi.waitUntil(async () => (await newest(postOffice)) > copied, { interval: 5, timeout: 30_000 });
  });
  const ended = withLines(await backup.ended);

  users.kill('SIGINT');
  const stopped = await users.ended;
  expect(stopped.code).toBe(0);
  expect(lineOf(parseLines(stopped.stdout), 'stopped').ops).toBeGreaterThan(0);
  const live = await postbagJson(['practice', 'check', postOffice], { home });
  expect(lineOf(live.lines, 'check'), 'the backup harmed the users’ work').toMatchObject({
    dangling: 0,
    torn: 0,
  });
  return ended;
}

/** Checks the bag with the tools of the system, and counts what is in it. */
async function countCopy({ home, vault }: Places): Promise<LineOf<'check'>> {
  const bag = await onlyBag(vault);
  await checkWithCoreutils(bag);
  const check = await postbagJson(['practice', 'check', path.join(bag, 'data')], { home });
  const counts = lineOf(check.lines, 'check');
  expect(check.code).toBe(counts.dangling + counts.torn === 0 ? 0 : 3);
  return counts;
}

describe('files that change after they were copied are found and named', () => {
  test('the copy of a post office whose users never rest is loose, and it is said why', async () => {
    const places = await makePlaces();
    const { code, lines } = await backUpMeanwhile(places, ['--rate', '0'], ['--passes', '3']);
    expect(code).toBe(3);
    const unsettled = told(lines, 'not-settled');
    expect(unsettled.params['names']).toMatch(/USR0000\d/);
    expect(unsettled.why).toContain(String(unsettled.params['names']));
    expect(unsettled.next).toContain('repair the copy');
    expect(lineOf(lines, 'result').record).toMatchObject({
      verdict: 'findings',
      grade: 'loose',
      settling: { interval: null },
    });
    await countCopy(places);
  });

  test('the copy of one whose users pause is of one instant, with the change in it', async () => {
    const places = await makePlaces();
    const { lines } = await backUpMeanwhile(places, ['--burst', '200', '--pause', '1500']);
    const followed = told(lines, 'moved-and-settled');
    expect(followed.params['names']).toMatch(/USR0000\d/);
    expect(followed.what).toContain(String(followed.params['names']));
    const { record } = lineOf(lines, 'result');
    expect(record).toMatchObject({ grade: 'instant', settling: { end: 'settled' } });
    expect(record.settling?.passes[0]?.moved).toBeGreaterThan(0);
    expect(await countCopy(places)).toMatchObject({ dangling: 0, torn: 0 });
  });
});

test('practice users work for as many seconds as they are told', async () => {
  const { home, postOffice } = await makePlaces();
  await makePostOffice(postOffice);
  const { code, lines } = await postbagJson(['practice', 'users', postOffice, '--seconds', '1'], { home });
  expect(code).toBe(0);
  expect(lines.map(({ type }) => type)).toEqual(['at-work', 'stopped']);
  expect(lineOf(lines, 'stopped').ops).toBeGreaterThan(0);
});
