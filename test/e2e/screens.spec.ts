import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { chooseFolder, expect, test } from './fixtures';
import { inspect, inspectDialog } from './pictures';
import { choose } from './steps';

/**
 * Motivation: the person at the keyboard may not see well, may not use a mouse, and works at night.
 * Pass criteria: axe finds nothing on any screen, light or dark; the whole backup can be done with the keyboard alone.
 * Every screen is also kept as a picture, to be looked at (and copied to docs/pictures/).
 */
test('every screen, in both themes, from the first start to the history', async ({ app, page, work }) => {
  test.setTimeout(180_000);
  const vault = path.join(work, 'vault');
  const share = path.join(work, 'share', 'CCDATA');
  fs.mkdirSync(vault);
  fs.mkdirSync(share, { recursive: true });
  for (const name of ['clandata', 'mlandata', 'usr00001', 'NOTES.XYZ', 'CCPODOWN']) {
    fs.writeFileSync(path.join(share, name), name);
  }
  await expect(page.getByRole('heading', { name: 'Welcome to Postbag' })).toBeVisible();
  await inspect(app, page, 'first-start');

  await page.getByRole('button', { name: 'Choose shape and size…' }).click();
  await inspectDialog(page, 'practice-dialog');
  await page.getByRole('button', { name: 'Make practice post office' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Practice 1' })).toBeVisible();
  await page.getByRole('button', { name: 'Start simulated users' }).click();
  await expect(page.getByText('At work', { exact: true })).toBeVisible();
  await inspect(app, page, 'post-office');

  await page.getByRole('button', { name: 'Post offices' }).first().click();
  await page.getByRole('button', { name: 'Find post offices' }).click();
  await chooseFolder(app, work);
  await page.getByRole('button', { name: 'Choose where to look…' }).click();
  await expect(
    page.getByText('CLANDATA and MLANDATA are there').or(page.getByText(/clandata/)),
  ).toBeVisible();
  await inspect(app, page, 'find');
  await page.getByRole('button', { name: /^Add / }).click();
  await page.getByRole('dialog').getByRole('button', { name: /Add/ }).click();

  await page.getByRole('button', { name: 'Post offices' }).first().click();
  await page.getByRole('button', { name: 'Back up Practice 1' }).click();
  await expect(page.getByRole('radio', { name: /Copy while open/ })).toBeVisible();
  await inspect(app, page, 'wizard-method');
  await choose(page, { passes: 1 });
  await page.getByText('More choices').evaluate((summary) => summary.parentElement?.scrollIntoView());
  await inspect(app, page, 'wizard-choices');
  await page.getByRole('button', { name: 'Continue' }).click();
  await chooseFolder(app, vault);
  await page.getByRole('button', { name: 'Add vault…' }).click();
  await expect(page.getByRole('radio')).not.toHaveCount(0);
  await inspect(app, page, 'wizard-vault');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('button', { name: 'Start backup' })).toBeEnabled();
  await inspect(app, page, 'wizard-plan');
  await page.getByRole('button', { name: 'Start backup' }).click();
  await expect(page.getByRole('heading', { name: 'Done, with findings' })).toBeVisible({ timeout: 60_000 });
  await inspect(app, page, 'result');
  await page.getByRole('tab', { name: 'Ledger' }).click();
  await inspect(app, page, 'ledger');
  await page.getByRole('tab', { name: 'Log' }).click();
  await inspect(app, page, 'log');

  await page.getByRole('button', { name: 'Runs' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
  await inspect(app, page, 'runs');
  await page.getByRole('button', { name: 'Bags' }).click();
  await expect(
    page
      .getByText('linear · practice')
      .or(page.getByText(/linear/))
      .first(),
  ).toBeVisible();
  await inspect(app, page, 'bags');
  await page.getByRole('button', { name: 'Post offices' }).first().click();
  await expect(page.getByRole('table')).toBeVisible();
  await inspect(app, page, 'post-offices');
});

test('the run, while it runs', async ({ app, page, work }) => {
  test.setTimeout(120_000);
  const vault = path.join(work, 'vault');
  fs.mkdirSync(vault);
  await page.getByRole('button', { name: 'Make a practice post office' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Practice 1' })).toBeVisible();
  const folder = await page
    .getByText(/Postbag practice/)
    .first()
    .textContent();
  // A hole: it is read and hashed like any other file, and takes no room.
  fs.writeFileSync(path.join(folder ?? '', 'BIG.OR2'), '');
  fs.truncateSync(path.join(folder ?? '', 'BIG.OR2'), 6_000_000_000);
  await page.getByRole('button', { name: 'Back up…' }).first().click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await chooseFolder(app, vault);
  await page.getByRole('button', { name: 'Add vault…' }).click();
  await expect(page.getByRole('radio')).not.toHaveCount(0);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Start backup' }).click();
  await expect(page.getByText(/[MG]B\/s/)).toBeVisible({ timeout: 30_000 });
  await inspect(app, page, 'run');
  await page.getByRole('button', { name: 'Cancel the backup…' }).click();
  await inspectDialog(page, 'cancel-dialog');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the backup' }).click();
  await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible({ timeout: 30_000 });
});

/** Presses Tab until something with this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if ((await focused.count()) === 0) continue;
    const text = await focused.evaluate(
      (element) => element.getAttribute('aria-label') ?? element.textContent,
    );
    if (name.test(text.trim())) return;
  }
  throw new Error(`Tab never reached ${String(name)}`);
}

test('a backup with the keyboard alone', async ({ app, page, work }) => {
  test.setTimeout(120_000);
  const vault = path.join(work, 'vault');
  fs.mkdirSync(vault);
  await expect(page.getByRole('heading', { name: 'Welcome to Postbag' })).toBeVisible();
  await tabTo(page, /^Make a practice post office$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Practice 1' })).toBeFocused();
  await tabTo(page, /^Back up/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: /Copy while open/ })).toBeVisible();
  await tabTo(page, /^Continue$/);
  await page.keyboard.press('Enter');
  await chooseFolder(app, vault);
  await tabTo(page, /^Add vault/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio')).not.toHaveCount(0);
  await tabTo(page, /^Continue$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Start backup' })).toBeEnabled();
  await tabTo(page, /^Start backup$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /Done, with findings/ })).toBeVisible({ timeout: 60_000 });
  expect(fs.readdirSync(path.join(vault, 'Practice 1'))).toHaveLength(1);
});
