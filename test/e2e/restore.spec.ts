import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, launchApp, quit, test } from './fixtures';
import { call, filesWithPassword, goTo, makeLooseBag, openBags, PASSWORD, sayPassword } from './loose-bag';
import { inspect, inspectDialog } from './pictures';

/**
 * Motivation: the mail of a firm is gone, it is night, and somebody who does this twice a year has one bag.
 * Pass criteria: a loose bag of a post office that was destroyed is restored, repaired, checked, signed and brought online in
 * the app; its users can work again; the loss that is shown is the loss that the checker counts; the certificate is a PDF.
 */

/** What the checker counts in a practice post office or a copy. */
const countPointers = (home: string, folder: string): number =>
  Number(/"pointers":(\d+)/.exec(call(home, 'practice', 'check', folder, '--json'))?.[1]);

/** A certificate as it was opened. */
async function openCertificate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the certificate' }).click();
}

test('a post office that was destroyed comes back: restored, repaired, checked, signed, online', async ({
  home,
  work,
}) => {
  test.setTimeout(400_000);
  const { office, vault, bag } = await makeLooseBag(home, work);
  const pointers = countPointers(home, path.join(bag, 'data'));
  const found = { lost: -1, pointers: -1 };
  fs.rmSync(office, { recursive: true });
  const app = await launchApp(home);
  try {
    const page = await app.firstWindow();
    page.setDefaultTimeout(20_000);
    await app.evaluate(({ shell }) => {
      shell.openPath = (file) => {
        (globalThis as unknown as { opened: string }).opened = file;
        return Promise.resolve('');
      };
    });
    await openBags(app, page, vault);
    await page.getByRole('button', { name: /^More for the bag/ }).click();
    await page.getByRole('menuitem', { name: 'Restore…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(/^Everything written after .* may be missing: that was/)).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Verify and make the private copy' })).toBeEnabled();
    await inspectDialog(page, 'restore-begin');
    await dialog.getByRole('button', { name: 'Verify and make the private copy' }).click();
    await page.getByRole('button', { name: /^Go on/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Restore of Harbour' })).toBeVisible();
    await inspect(app, page, 'restore-first');

    // Repair
    await page.getByRole('button', { name: 'Go on with the repair' }).click();
    await sayPassword(page);
    await page.getByRole('button', { name: 'Run all up to the next question' }).click();
    await expect(page.getByRole('heading', { name: /The copy is repaired|All steps are done/ })).toBeVisible({
      timeout: 120_000,
    });
    // What the tools say was lost; where nothing was, they say nothing of the kind.
    await page
      .getByRole('button', { name: /^Show all/ })
      .first()
      .click();
    const lost = page.getByText(/^LOST: in all: pointers \d+/);
    found.lost =
      (await lost.count()) === 0 ? 0 : Number(/pointers (\d+)/.exec(await lost.first().innerText())?.[1]);

    await goTo(page, 'Restores and proofs');
    await page.getByRole('button', { name: /^Restore of Harbour/ }).click();
    await page.getByRole('button', { name: 'Check the copy' }).click();
    await expect(page.getByText(/^0 of \d+ answered$/)).toBeVisible({ timeout: 60_000 });
    await inspect(app, page, 'restore-checked');
    await page.getByLabel('Your name').first().fill('Ann Smith');
    const points = page.getByRole('radiogroup');
    const count = await points.count();
    for (let at = 0; at < count; at++) {
      await points.nth(at).getByRole('radio', { name: 'Yes' }).check();
      await expect(page.getByText(`${String(at + 1)} of ${String(count)} answered`)).toBeVisible();
    }
    await inspect(app, page, 'restore-answered');
    await page.getByRole('button', { name: 'Sign that it is proven' }).click();
    await expect(page.getByText(/^Signed by Ann Smith/)).toBeVisible({ timeout: 60_000 });
    await openCertificate(page);
    await expect
      .poll(() => app.evaluate(() => (globalThis as unknown as { opened?: string }).opened ?? ''))
      .toMatch(/\.pdf$/);
    await inspect(app, page, 'restore-signed');

    await page.getByRole('button', { name: 'Show the plan' }).click();
    await expect(page.getByRole('button', { name: 'Bring it online' })).toBeEnabled();
    await inspect(app, page, 'restore-online-plan');
    await page.getByRole('button', { name: 'Bring it online' }).click();
    await expect(page.getByText(/^It is online since/)).toBeVisible({ timeout: 60_000 });
    await inspect(app, page, 'restore-online');

    await goTo(page, 'Bags');
    await expect(page.getByRole('row').filter({ hasText: 'Harbour' })).toContainText(/[Pp]roven/);
    await inspect(app, page, 'bags-proven');
    await goTo(page, 'Restores and proofs');
    await inspect(app, page, 'restores');

    found.pointers = countPointers(home, office);
    // Its users log in again.
    await goTo(page, 'Post offices');
    await inspect(app, page, 'post-offices-proven');
    await page.getByRole('button', { name: 'Harbour', exact: true }).click();
    await page.getByRole('button', { name: 'Start simulated users' }).click();
    await expect(page.getByText('At work', { exact: true })).toBeVisible();
    await expect(page.getByText(/[1-9]\d* operations/)).toBeVisible();
    await page.getByRole('button', { name: 'Stop simulated users' }).click();
    await expect(page.getByText('At work', { exact: true })).toHaveCount(0);
    expect(await page.content()).not.toContain(PASSWORD);
  } finally {
    await quit(app);
  }
  // The loss that was shown is the loss that the checker counts.
  expect(found.lost).toBe(pointers - found.pointers);
  expect(call(home, 'practice', 'analyse', office)).toContain('OK: nothing is wrong');
  const [proof = ''] = fs.readdirSync(`${bag}.proofs`);
  const pdf = path.join(`${bag}.proofs`, proof, 'certificate.pdf');
  expect(fs.readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
  const pictures = path.resolve(import.meta.dirname, '../../test-results/pictures');
  fs.copyFileSync(pdf, path.join(pictures, 'certificate.pdf'));
  for (const folder of [home, work]) expect(filesWithPassword(folder)).toEqual([]);
});

test('a backup is proven as far as a machine can, without anybody; then an old one comes back', async ({
  home,
  work,
}) => {
  test.setTimeout(400_000);
  const { office, vault } = await makeLooseBag(home, work);
  const app = await launchApp(home);
  try {
    const page = await app.firstWindow();
    page.setDefaultTimeout(20_000);
    // The tools by themselves: DOSBox was tried above.
    await goTo(page, 'Repair tools');
    await page.getByRole('radio', { name: /^This computer/ }).check();
    await page.getByRole('button', { name: /^Save/ }).click();
    await goTo(page, 'Post offices');
    await page.getByRole('button', { name: 'Harbour', exact: true }).click();
    const card = page.getByRole('region', { name: 'Repair', exact: true });
    await card.getByRole('button', { name: 'Change repair settings' }).click();
    await card.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await card.getByRole('button', { name: 'Set password' }).click();
    await expect(card.getByText('It is known until Postbag ends.')).toBeVisible();
    await openBags(app, page, vault);
    await page.getByRole('button', { name: /^More for the bag/ }).click();
    await page.getByRole('menuitem', { name: 'Prove this backup…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Prove it as far as a machine can' }).click();
    await expect(page.getByText(/^0 of \d+ answered$/)).toBeVisible({ timeout: 90_000 });
    await expect(
      page.getByRole('heading', { level: 1, name: 'Proof of the backup of Harbour' }),
    ).toBeVisible();
    // One no is enough.
    await page.getByLabel('Your name').first().fill('Ann Smith');
    const points = page.getByRole('radiogroup');
    const count = await points.count();
    for (let at = 0; at < count; at++) {
      await points
        .nth(at)
        .getByRole('radio', { name: at === 0 ? 'No' : 'Yes', exact: true })
        .check();
      await expect(page.getByText(`${String(at + 1)} of ${String(count)} answered`)).toBeVisible();
    }
    await expect(page.getByText('Not proven: one “no” is enough.')).toBeVisible();
    await page.getByRole('button', { name: 'Sign that it is not proven' }).click();
    await expect(page.getByText(/^Signed by Ann Smith/)).toBeVisible({ timeout: 60_000 });
    await inspect(app, page, 'restore-not-proven');
  } finally {
    await quit(app);
  }
  expect(fs.existsSync(path.join(office, 'MLANDATA'))).toBe(true);
});
