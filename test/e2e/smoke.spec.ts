import { expect, expectNoAxeViolations, test } from './fixtures';

test('the app opens one window with its name and without barriers', async ({ app, page }) => {
  await expect(page).toHaveTitle(/Postbag$/);
  expect(app.windows()).toHaveLength(1);
  await expect(page.getByRole('main')).toBeVisible();
  await expectNoAxeViolations(page);
});
