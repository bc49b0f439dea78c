import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, launchApp, quit, test } from './fixtures';
import { call, filesWithPassword, goTo, makeLooseBag, openBags, PASSWORD, sayPassword } from './loose-bag';
import { inspect, inspectDialog } from './pictures';

/**
 * Motivation: a copy that was made while people were at work has to be repaired before it goes online, by somebody who has
 * never typed the tools' command lines.
 * Pass criteria: a loose bag goes through the whole procedure in a real DOSBox and its checker is clean; the password is on no
 * page and in no file; killed in the middle of a tool, the next start goes on from the state before.
 */

/** From the list of bags to the screen of a new repair. */
async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^More for the bag/ }).click();
  await page.getByRole('menuitem', { name: 'Repair a copy…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Make the private copy' })).toBeEnabled();
  await inspectDialog(page, 'repair-begin');
  await dialog.getByRole('button', { name: 'Make the private copy' }).click();
  await page.getByRole('button', { name: 'Go on to the repair' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Repair of a copy of Harbour' })).toBeVisible();
}

test('a loose bag goes through the whole procedure in DOSBox, and its checker is clean', async ({
  home,
  work,
}) => {
  test.setTimeout(300_000);
  const { vault } = await makeLooseBag(home, work);
  const app = await launchApp(home);
  try {
    const page = await app.firstWindow();
    page.setDefaultTimeout(20_000);
    await goTo(page, 'Repairs');
    await expect(page.getByText('No repair yet.')).toBeVisible();
    await inspect(app, page, 'repairs-none');
    await goTo(page, 'Repair tools');
    await page.getByRole('button', { name: 'Self-test: DOSBox' }).click();
    await expect(page.getByText('The self-test went well.')).toBeVisible({ timeout: 60_000 });
    await inspect(app, page, 'tools');

    await openBags(app, page, vault);
    await begin(page);
    await inspect(app, page, 'repair-first');
    await sayPassword(page);
    await expect(
      page.getByText('T:\\PRACTOOL.COM PRACTICE ****** P:\\PO DIAGNOSTICS/M').first(),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Run all up to the next question' }).click();
    await expect(page.getByText('PRACTOOL is running.').first()).toBeVisible();
    await inspect(app, page, 'repair-running');
    await expect(page.getByRole('heading', { name: /The copy is repaired|All steps are done/ })).toBeVisible({
      timeout: 120_000,
    });
    await page.getByRole('button', { name: 'Count its mail' }).click();
    await expect(page.getByText('No page is torn.')).toBeVisible();
    await inspect(app, page, 'repair-finished');
    expect(await page.content()).not.toContain(PASSWORD);

    await goTo(page, 'Repairs');
    await expect(page.getByRole('row').filter({ hasText: 'Harbour' })).toContainText('5 of 5 steps');
    await inspect(app, page, 'repairs');
    await goTo(page, 'Post offices');
    await page.getByRole('button', { name: 'Harbour', exact: true }).click();
    const card = page.getByRole('region', { name: 'Repair', exact: true });
    await card.getByRole('button', { name: 'Change repair settings' }).click();
    await card.scrollIntoViewIfNeeded();
    await inspect(app, page, 'post-office-repair');
  } finally {
    await quit(app);
  }
  const [repair = ''] = fs.readdirSync(path.join(home, 'repairs'));
  expect(call(home, 'practice', 'analyse', path.join(home, 'repairs', repair, 'copy'))).toContain(
    'OK: nothing is wrong',
  );
  expect(filesWithPassword(home)).toEqual([]);
  expect(filesWithPassword(work)).toEqual([]);
});

test('killed in the middle of a tool, the next start goes on from the state before that step', async ({
  home,
  work,
}) => {
  test.setTimeout(300_000);
  const { vault } = await makeLooseBag(home, work);
  const app = await launchApp(home);
  const page = await app.firstWindow();
  page.setDefaultTimeout(20_000);
  await openBags(app, page, vault);
  await begin(page);
  await sayPassword(page);
  await page.getByRole('button', { name: 'Run all up to the next question' }).click();
  await expect(page.getByText(/Step 2 of 5/).first()).toBeVisible({ timeout: 30_000 });
  const [repair = ''] = fs.readdirSync(path.join(home, 'repairs'));
  const steps = path.join(home, 'repairs', repair, 'steps');
  await expect.poll(() => fs.readdirSync(steps), { timeout: 30_000 }).toContain('1-1');
  const killed = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  app.process().kill('SIGKILL');
  await killed;

  const again = await launchApp(home);
  try {
    const window = await again.firstWindow();
    window.setDefaultTimeout(20_000);
    await expect(window.getByText(/back to the state before PRACTOOL/).first()).toBeVisible();
    await inspect(again, window, 'repair-killed');
    await goTo(window, 'Repairs');
    await window.getByRole('row').filter({ hasText: 'Harbour' }).getByRole('button').first().click();
    await expect(
      window.getByRole('heading', { level: 1, name: 'Repair of a copy of Harbour' }),
    ).toBeVisible();
    await sayPassword(window);
    await window.getByRole('button', { name: 'Run all up to the next question' }).click();
    await expect(
      window.getByRole('heading', { name: /The copy is repaired|All steps are done/ }),
    ).toBeVisible({
      timeout: 120_000,
    });
  } finally {
    await quit(again);
  }
  expect(call(home, 'practice', 'analyse', path.join(home, 'repairs', repair, 'copy'))).toContain(
    'OK: nothing is wrong',
  );
  expect(filesWithPassword(home)).toEqual([]);
});
