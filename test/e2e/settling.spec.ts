import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { expect, launchApp, test } from './fixtures';
import { inspect } from './pictures';
import { makePractice, planBackup, startUsers } from './steps';

/**
 * Motivation: a copy of open files that is said to be of one instant, looked at before it is sealed; and work that is
 * not lost when the power is.
 * Pass criteria: while people work the copy does not settle and the run waits; when they have stopped, a group that is
 * copied again settles; interval and moves are shown; a run that was cut short is gone on with from what it had copied.
 */

test('users at work: hold, copy a group again, seal; the settled interval and what moved are shown', async ({
  app,
  page,
  work,
}) => {
  test.setTimeout(180_000);
  const vault = path.join(work, 'vault');
  fs.mkdirSync(vault);
  await makePractice(page, 'Small');
  await startUsers(page);

  await planBackup(app, page, vault, { passes: 5, hold: true });
  await expect(page.getByText(/Wait for your word/)).toBeVisible();
  await page.getByRole('button', { name: 'Start backup' }).click();
  await expect(page.getByText(/Reading everything again, 2nd time; \d+ files? moved/)).toBeVisible({
    timeout: 30_000,
  });
  await inspect(app, page, 'run-settling');

  await expect(page.getByRole('heading', { name: /Everything is copied/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Everything was read again 5 times, which was the limit.')).toBeVisible();
  expect(fs.readdirSync(path.join(vault, 'Practice 1'))[0], 'nothing is sealed yet').toMatch(/\.partial$/);
  await inspect(app, page, 'holding');

  await page
    .getByRole('button', { name: /^Post offices/ })
    .first()
    .click();
  await expect(
    page.getByText('The backup of Practice 1 waits for your word.', { exact: true }),
  ).toBeVisible();
  await inspect(app, page, 'post-offices-waiting');
  await page.getByRole('button', { name: 'Practice 1', exact: true }).click();
  await page.getByRole('button', { name: 'Stop simulated users' }).click();
  await expect(page.getByText('Not at work')).toBeVisible();

  await page
    .getByRole('button', { name: /^Post offices/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Look at it: the backup of Practice 1' }).click();
  await page.getByRole('button', { name: 'Copy this group again: user files' }).click();
  await expect(page.getByText('Nothing moved between two readings of everything.')).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'Verify and seal' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Backup of Practice 1' })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText('Instant', { exact: true }).first()).toBeVisible();
  const settling = page.getByRole('region', { name: 'Settling' });
  await expect(settling.getByText(/^\d+ \w+ \d{4}, \d\d:\d\d:\d\d\.\d{3}$/).first()).toBeVisible();
  await expect(settling).toContainText('So the grade is Instant');
  await settling.scrollIntoViewIfNeeded();
  await inspect(app, page, 'settling');

  await page.getByRole('tab', { name: 'What moved' }).click();
  const moved = page.getByRole('table', { name: 'What moved' });
  await expect(moved.getByText('MLANDATA', { exact: true })).toBeVisible();
  await moved.getByRole('button', { name: /all moves of MLANDATA$/ }).click();
  await inspect(app, page, 'moves');

  const [bag = ''] = fs.readdirSync(path.join(vault, 'Practice 1'));
  const folder = path.join(vault, 'Practice 1', bag);
  execFileSync('sha256sum', ['--quiet', '-c', 'manifest-sha256.txt'], { cwd: folder });
});

test('after the power is cut, the next start offers to go on, and goes on from what was copied', async ({
  home,
  work,
}) => {
  test.setTimeout(120_000);
  const vault = path.join(work, 'vault');
  fs.mkdirSync(vault);
  const app = await launchApp(home);
  const page = await app.firstWindow();
  await makePractice(page, 'Small');
  await planBackup(app, page, vault, { hold: true });
  await page.getByRole('button', { name: 'Start backup' }).click();
  await expect(page.getByRole('heading', { name: /Everything is copied/ })).toBeVisible({ timeout: 60_000 });
  const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  app.process().kill('SIGKILL');
  await ended;
  const folder = path.join(vault, 'Practice 1');
  expect(fs.readdirSync(folder)).toEqual([expect.stringMatching(/^\..*\.partial$/)]);

  const again = await launchApp(home);
  const next = await again.firstWindow();
  await expect(next.getByText('A backup of Practice 1 was cut short and can go on')).toBeVisible();
  await expect(next.getByText('Still to undo')).toHaveCount(0);
  await expect(next.getByText('An earlier run of Practice 1 ended without finishing.')).toHaveCount(0);
  await inspect(again, next, 'unfinished');
  await next.getByRole('button', { name: 'Go on with the backup of Practice 1' }).click();
  await expect(next.getByLabel('Go on from what is there')).toBeChecked();
  await expect(next.getByRole('button', { name: 'Start backup' })).toBeEnabled();
  await inspect(again, next, 'wizard-resume');
  await next.getByRole('button', { name: 'Start backup' }).click();
  await expect(next.getByText('Kept from an earlier run')).toBeVisible({ timeout: 60_000 });
  const [bag = '', ...others] = fs.readdirSync(folder);
  expect(others).toEqual([]);
  execFileSync('sha256sum', ['--quiet', '-c', 'manifest-sha256.txt'], { cwd: path.join(folder, bag) });

  await next.getByRole('button', { name: /^Post offices/ }).click();
  await expect(next.getByRole('heading', { level: 1, name: 'Post offices' })).toBeVisible();
  await expect(next.getByText('was cut short and can go on')).toHaveCount(0);
  await again.close();
});
