import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, expectNoAxeViolations } from './fixtures';

/** Where a picture of every screen is kept, to be looked at (and copied to docs/pictures/). */
const pictures = path.resolve(import.meta.dirname, '../../test-results/pictures');

async function useTheme(app: ElectronApplication, page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.getByRole('radio', { name: theme === 'light' ? 'Light' : 'Dark' }).check({ force: true });
  await expect.poll(() => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe(theme);
}

/** Colours that are on their way from one theme to the other are nobody's contrast. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
        .map((animation) => animation.finished),
    );
  });
}

/** Checks a screen with axe and takes its picture, in both themes. */
export async function inspect(app: ElectronApplication, page: Page, name: string): Promise<void> {
  fs.mkdirSync(pictures, { recursive: true });
  // A message that is about to go would hide what is behind it.
  await expect(page.locator('.toast')).toHaveCount(0);
  for (const theme of ['light', 'dark'] as const) {
    await useTheme(app, page, theme);
    await still(page);
    await expectNoAxeViolations(page);
    await page.screenshot({ path: path.join(pictures, `${name}-${theme}.png`) });
  }
}

/** A window inside the window keeps the theme switch out of reach, so it is looked at in the theme there is. */
export async function inspectDialog(page: Page, name: string): Promise<void> {
  fs.mkdirSync(pictures, { recursive: true });
  await expectNoAxeViolations(page);
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}
