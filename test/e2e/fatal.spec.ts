import { expect, launchApp, test } from './fixtures';

/**
 * Motivation: an app that limps on after an error nobody caught may say that all is well.
 * Pass criteria: the error is shown without the person's own folder, and the app ends with a failure.
 */
test('an error that nobody caught is shown, redacted, and ends the app', async ({ home }) => {
  const app = await launchApp(home);
  await app.firstWindow();
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
  let output = '';
  app.process().stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await app.evaluate(({ app: running, dialog }) => {
    dialog.showMessageBox = ((options: { detail: string; buttons: string[] }) => {
      process.stderr.write(`SHOWN ${JSON.stringify(options)}\n`);
      return Promise.resolve({ response: 1, checkboxChecked: false });
    }) as unknown as typeof dialog.showMessageBox;
    const folder = running.getPath('home');
    setTimeout(() => {
      throw new Error(`broken in ${folder}/secret`);
    }, 10);
  });
  expect(await ended).toBe(1);
  const shown = output.split('\n').find((line) => line.startsWith('SHOWN '));
  expect(shown).toContain('broken in ~/secret');
  expect(shown).toContain('Copy the details');
});

test('a second start shows the window of the first and ends', async ({ app, home, page }) => {
  await page.waitForLoadState();
  const second = await launchApp(home).catch((error: unknown) => error);
  expect(second).toBeInstanceOf(Error);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
