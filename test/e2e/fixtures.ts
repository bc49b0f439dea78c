import { test as base, _electron, expect, type ElectronApplication, type Page } from '@playwright/test';
import axe from 'axe-core';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

interface Fixtures {
  /** Folder that holds all state of the app under test; empty at the start, removed afterwards. */
  home: string;
  /** Folder for a test's own files, removed afterwards. */
  work: string;
  /** The running app, closed afterwards. */
  app: ElectronApplication;
  /** Its first window. A test fails when the page throws or writes an error to its console. */
  page: Page;
}

function temporaryFolder(name: string): string {
  return fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `postbag-${name}-`)));
}

/** Starts the app from the checkout's dist/ with its state in `home`. */
export async function launchApp(
  home: string,
  env: Record<string, string> = {},
): Promise<ElectronApplication> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return await _electron.launch({
    args: [root],
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...Object.fromEntries(inherited), ...env, POSTBAG_HOME: home },
  });
}

/** Errors of a page from now on: uncaught ones and those on its console. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

/** The next folder dialogs of the app answer at once with this folder, or as cancelled without one. */
export async function chooseFolder(app: ElectronApplication, folder: string | undefined): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    const answer = { canceled: chosen === undefined, filePaths: chosen === undefined ? [] : [chosen] };
    dialog.showOpenDialog = () => Promise.resolve(answer);
  }, folder);
}

/** Asserts that axe-core finds nothing on the page, neither against WCAG 2.2 A and AA nor against best practice. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: injected } = globalThis as unknown as { axe: typeof axe };
    const { violations: found } = await injected.run();
    return found.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
  });
  expect(violations).toEqual([]);
}

/** Ends the app; where it asks whether a run may be cancelled, it may. Nothing happens when it has ended already. */
export async function quit(app: ElectronApplication): Promise<void> {
  if (app.process().exitCode !== null) return;
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
  });
  await app.close();
}

export const test = base.extend<Fixtures>({
  home: async ({}, use) => {
    const folder = temporaryFolder('home');
    await use(folder);
    fs.rmSync(folder, { recursive: true, force: true });
  },
  work: async ({}, use) => {
    const folder = temporaryFolder('work');
    await use(folder);
    fs.rmSync(folder, { recursive: true, force: true });
  },
  app: async ({ home }, use) => {
    const app = await launchApp(home);
    await use(app);
    await quit(app);
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow();
    const errors = collectErrors(page);
    await use(page);
    expect(errors, 'errors on the page').toEqual([]);
  },
});

export { expect };
