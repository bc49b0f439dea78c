import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { chooseFolder, expect } from './fixtures';

/** What several tests do in the window, as a person does it. */

/** Makes a practice post office from the empty first screen and ends on its screen. */
export async function makePractice(page: Page, size: 'Small' | 'Medium'): Promise<void> {
  await page.getByRole('button', { name: 'Choose shape and size…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: new RegExp(`^${size}`) }).check();
  await dialog.getByRole('button', { name: 'Make practice post office' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Practice 1' })).toBeVisible();
}

/** Lets simulated users work, and waits until they do. */
export async function startUsers(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start simulated users' }).click();
  await expect(page.getByText('At work', { exact: true })).toBeVisible();
  await expect(page.getByText(/[1-9]\d* operations/)).toBeVisible();
}

export interface Chosen {
  /** How often everything is read again at most. */
  readonly passes?: number;
  readonly hold?: boolean;
}

/** Chooses what is behind "More choices". */
export async function choose(page: Page, { passes, hold = false }: Chosen): Promise<void> {
  await page.getByText('More choices').click();
  if (passes !== undefined) await page.getByLabel('Read again at most').fill(String(passes));
  await page.getByLabel('Let me look before the bag is sealed').setChecked(hold);
}

/** Goes through the wizard from a post office's screen up to its plan. */
export async function planBackup(
  app: ElectronApplication,
  page: Page,
  vault: string,
  chosen: Chosen = {},
): Promise<void> {
  await page.getByRole('button', { name: 'Back up…' }).first().click();
  await page.getByRole('radio', { name: /Copy while open, in order/ }).check();
  await choose(page, chosen);
  await page.getByRole('button', { name: 'Continue' }).click();
  await chooseFolder(app, vault);
  await page.getByRole('button', { name: 'Add vault…' }).click();
  await expect(page.getByRole('radio', { name: new RegExp(path.basename(vault)) })).toBeChecked();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText(`--to ${vault}`)).toBeVisible();
}
