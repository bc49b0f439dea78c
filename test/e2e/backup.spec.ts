import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { expect, launchApp, test } from './fixtures';
import { makePractice, planBackup, startUsers } from './steps';

/**
 * Motivation: the main job, as a person does it the first time: from an empty window to a sealed bag that is proven to
 * be what was copied, with mail moving all the time.
 * Pass criteria: people who never pause are named as the reason for the grade; the bag validates here and with sha256sum;
 * one tampered byte is found and its file named.
 */

function onlyBag(vault: string): string {
  const folder = path.join(vault, 'Practice 1');
  const bags = fs.readdirSync(folder);
  expect(bags).toHaveLength(1);
  return path.join(folder, bags[0] ?? '');
}

test('a practice post office with users at work: backed up, verified, tampered with, found out', async ({
  app,
  page,
  work,
}) => {
  test.setTimeout(120_000);
  const vault = path.join(work, 'vault');
  fs.mkdirSync(vault);

  await makePractice(page, 'Medium');
  await startUsers(page);

  await planBackup(app, page, vault, { passes: 2 });
  await expect(page.getByText('The vault is on the same disk as the post office')).toBeVisible();
  expect(fs.readdirSync(vault), 'nothing is touched before the plan was seen').toEqual([]);
  await page.getByRole('button', { name: 'Start backup' }).click();

  await expect(page.getByRole('heading', { name: 'Done, with findings' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('That all files are from one instant could not be proven.')).toBeVisible();
  await expect(page.getByText('Everything was read again 2 times, which was the limit.')).toBeVisible();
  await expect(page.getByText('Loose', { exact: true })).toBeVisible();

  const bag = onlyBag(vault);
  execFileSync('sha256sum', ['--quiet', '-c', 'manifest-sha256.txt'], { cwd: bag });

  await page.getByRole('tab', { name: 'Ledger' }).click();
  await expect(page.getByRole('tabpanel').getByText('MLANDATA', { exact: true })).toBeVisible();
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByText('Ended: Done, with findings')).toBeVisible();

  await page.getByRole('tab', { name: 'Result' }).click();
  await page.getByRole('button', { name: 'Verify again' }).click();
  await expect(page.getByRole('heading', { name: 'Verified', exact: true })).toBeVisible({ timeout: 60_000 });

  const store = fs.openSync(path.join(bag, 'data', 'MLANDATA'), 'r+');
  fs.writeSync(store, Buffer.from([0x5a]), 0, 1, 12_345);
  fs.closeSync(store);

  await page.getByRole('button', { name: 'Bags' }).click();
  await page.getByRole('button', { name: /^Verify the bag/ }).click();
  await expect(page.getByRole('heading', { name: 'Failed' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/data\/MLANDATA.*is not the file that was put into the bag/)).toBeVisible();
  await page.getByRole('button', { name: 'Bags' }).click();
  await expect(page.getByText('Damaged', { exact: true })).toBeVisible();
});

test('a backup is cancelled with a question, and nothing is left in the vault', async ({
  app,
  page,
  work,
}) => {
  const vault = path.join(work, 'vault');
  fs.mkdirSync(vault);
  await makePractice(page, 'Small');
  // Large enough that there is time to think it over.
  const postOffice = await page
    .getByText(/Postbag practice/)
    .first()
    .textContent();
  fs.writeFileSync(path.join(postOffice ?? '', 'BIG.OR2'), Buffer.alloc(400_000_000, 7));
  await planBackup(app, page, vault);
  await page.getByRole('button', { name: 'Start backup' }).click();
  await page.getByRole('button', { name: 'Cancel the backup…' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question.getByRole('button', { name: 'Keep going' })).toBeVisible();
  await question.getByRole('button', { name: 'Cancel the backup' }).click();
  await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible({ timeout: 30_000 });
  expect(fs.readdirSync(vault)).toEqual([]);
});

test('closing the window leaves the run going, and the app ends when it is done', async ({ home, work }) => {
  const vault = path.join(work, 'vault');
  fs.mkdirSync(vault);
  const app = await launchApp(home);
  const page = await app.firstWindow();
  await makePractice(page, 'Small');
  const postOffice = await page
    .getByText(/Postbag practice/)
    .first()
    .textContent();
  fs.writeFileSync(path.join(postOffice ?? '', 'BIG.OR2'), Buffer.alloc(200_000_000, 7));
  await planBackup(app, page, vault);
  await page.getByRole('button', { name: 'Start backup' }).click();
  await expect(page.getByText('You may close this window; the run goes on.')).toBeVisible();
  const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  await page.close();
  await ended;
  execFileSync('sha256sum', ['--quiet', '-c', 'manifest-sha256.txt'], { cwd: onlyBag(vault) });
});

test('a run that was cut short before anything was copied is cleaned up at the next start', async ({
  home,
  work,
}) => {
  const vault = path.join(work, 'vault');
  fs.mkdirSync(vault);
  const app = await launchApp(home);
  const page = await app.firstWindow();
  await makePractice(page, 'Small');
  const postOffice = await page
    .getByText(/Postbag practice/)
    .first()
    .textContent();
  // A hole: it is read and hashed like any other file, and takes no room.
  fs.writeFileSync(path.join(postOffice ?? '', 'BIG.OR2'), '');
  fs.truncateSync(path.join(postOffice ?? '', 'BIG.OR2'), 4_000_000_000);
  await planBackup(app, page, vault);
  await page.getByRole('button', { name: 'Start backup' }).click();
  const folder = path.join(vault, 'Practice 1');
  // Before the large file is finished.
  await expect(() => expect(fs.readdirSync(folder)).toHaveLength(1)).toPass({
    intervals: [20],
    timeout: 30_000,
  });
  const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  app.process().kill('SIGKILL');
  await ended;
  expect(fs.readdirSync(folder)[0]).toMatch(/^\..*\.partial$/);

  const again = await launchApp(home);
  const next = await again.firstWindow();
  await expect(next.getByText('An earlier run of Practice 1 ended without finishing.')).toBeVisible();
  await expect(next.getByText(/^Removed .*\.partial/)).toBeVisible();
  expect(fs.readdirSync(vault)).toEqual([]);
  await again.close();
});
