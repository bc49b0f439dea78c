/**
 * Motivation: a post office is backed up while people work in it, and what that does to the copy must be said.
 * Description: simulated users work without a pause in a process of their own while the backup runs. Between the first
 * and the second file group the backup is stopped until the users have changed a file that it has already copied, so
 * that the change is certain.
 * Pass criteria: the change is found and named, the bag is sealed and valid, and the checker can count the copy.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { postbagJson, start, withLines } from '../../support/cli';
import { groupCopied, NextRun } from '../../support/journal';
import { lineOf, parseLines, told } from '../../support/lines';
import { makePlaces } from '../../support/places';
import { makePostOffice } from '../../support/post-office';
import { checkWithCoreutils, onlyBag } from '../../support/vault';

test('files that change while they are copied are found and named', async () => {
  const { home, vault, postOffice } = await makePlaces();
  await makePostOffice(postOffice, { messages: 400 });
  const userFiles = Array.from({ length: 6 }, (_, user) => path.join(postOffice, `USR0000${user + 1}`));
  const newest = async (): Promise<bigint> => {
    const times = await Promise.all(
      userFiles.map(async (file) => (await stat(file, { bigint: true })).mtimeNs),
    );
    return times.reduce((latest, time) => (time > latest ? time : latest));
  };

  const users = start(['practice', 'users', postOffice, '--rate', '0', '--json'], { home });
  await users.line('at-work');
  const next = new NextRun(home);
  const backup = start(['backup', postOffice, '--to', vault, '--json'], { home });
  await next.disturb(backup, groupCopied('users'), async () => {
    const copied = await newest();
    await vi.waitUntil(async () => (await newest()) > copied, { interval: 5, timeout: 30_000 });
  });

  const { code, lines } = withLines(await backup.ended);
  expect(code).toBe(3);
  const changed = told(lines, 'file-changed-after-copy');
  expect(changed.params['names']).toMatch(/USR0000\d/);
  expect(changed.what).toContain(String(changed.params['names']));
  expect(changed.next).toContain('Repair the copy');
  expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'findings', grade: 'loose' });

  users.kill('SIGINT');
  const stopped = await users.ended;
  expect(stopped.code).toBe(0);
  expect(lineOf(parseLines(stopped.stdout), 'stopped').ops).toBeGreaterThan(0);

  const bag = await onlyBag(vault);
  await checkWithCoreutils(bag);
  const check = await postbagJson(['practice', 'check', path.join(bag, 'data')], { home });
  const { dangling, torn } = lineOf(check.lines, 'check');
  expect(check.code).toBe(dangling + torn === 0 ? 0 : 3);
  const live = await postbagJson(['practice', 'check', postOffice], { home });
  expect(lineOf(live.lines, 'check'), 'the backup harmed the users’ work').toMatchObject({
    dangling: 0,
    torn: 0,
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
