/**
 * The real app, and a backup in it that is asked for through the window's own bridge.
 */
import { _electron } from '@playwright/test';
import { root } from '../../../build/paths.mjs';
import { endWithBenchmark } from '../measure.mjs';

/** @typedef {import('@playwright/test').ElectronApplication} App */
/** @typedef {import('@playwright/test').Page} Page */

/** Longest time that a backup may take, ms. */
const PATIENCE_MS = 1_800_000;

/**
 * @param {import('../../../build/launch.mjs').Launch} launch
 * @param {string} home folder that holds all state of the app
 * @returns {Promise<App>}
 */
export async function startApp({ runtime, env }, home) {
  const set = Object.entries({ ...env, POSTBAG_HOME: home }).filter(([, value]) => value !== undefined);
  const app = await _electron.launch({
    executablePath: runtime.binary,
    args: [root],
    chromiumSandbox: process.getuid?.() !== 0,
    env: /** @type {Record<string, string>} */ (Object.fromEntries(set)),
  });
  const { pid } = app.process();
  // Playwright makes it the leader of a group, to which its other processes belong.
  if (pid !== undefined) app.process().once('exit', endWithBenchmark(pid));
  return app;
}

/**
 * @param {App} app
 * @returns {Promise<number>} id of the process that the window's page runs in
 */
export async function windowProcess(app) {
  return await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('there is no window');
    return window.webContents.getOSProcessId();
  });
}

/**
 * Calls one verb of the bridge in the window.
 * @param {Page} page
 * @param {string} verb
 * @param {unknown} [input]
 * @returns {Promise<any>} its value
 * @throws {Error} with the code of what went wrong
 */
async function ask(page, verb, input) {
  const answer = await page.evaluate(
    ([name, value]) => /** @type {any} */ (globalThis).postbag[String(name)](value),
    [verb, input],
  );
  if (!answer.ok) throw new Error(`${verb}: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

/**
 * @param {App} app
 * @param {Page} page
 * @param {'post-office' | 'vault'} purpose
 * @param {string} folder what a person would choose in the dialog
 * @returns {Promise<string>} id of the folder
 */
async function choose(app, page, purpose, folder) {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
  return (await ask(page, 'chooseFolder', { purpose })).id;
}

/**
 * Puts a post office and a vault on the app's lists.
 * @param {App} app
 * @param {Page} page
 * @param {{ source: string, vault: string }} folders absolute
 * @returns {Promise<{ postOfficeId: string, vaultId: string }>}
 */
export async function enlist(app, page, { source, vault }) {
  const postOffice = {
    folderId: await choose(app, page, 'post-office', source),
    name: 'Bench',
    format: null,
  };
  const { id: postOfficeId } = await ask(page, 'addPostOffice', postOffice);
  const folderId = await choose(app, page, 'vault', vault);
  const { id: vaultId } = await ask(page, 'addVault', { folderId });
  return { postOfficeId, vaultId };
}

/** What a person who changes nothing gets. */
const options = { settle: { passes: 20, minutes: 15 }, lockedWaitSeconds: 30, hold: false, afresh: false };

/**
 * Plans and starts a backup, and looks at it in the window until it has ended.
 * @param {Page} page
 * @param {{ postOfficeId: string, vaultId: string }} ids
 * @returns {Promise<string>} id of the run
 * @throws {Error} when it does not end with a verified bag
 */
export async function backUp(page, ids) {
  const plan = await ask(page, 'planBackup', { ...ids, method: 'linear', options });
  await page.evaluate(() => {
    const { postbag } = /** @type {any} */ (globalThis);
    const ended = new Promise((resolve) =>
      postbag.on('run-changed', (/** @type {any} */ record) => record.verdict && resolve(record.verdict)),
    );
    Object.assign(globalThis, { benchEnded: ended });
  });
  const { runId } = await ask(page, 'startRun', { planId: plan.id });
  await openRun(page);
  const ended = page.evaluate(
    () => /** @type {Promise<string>} */ (/** @type {any} */ (globalThis).benchEnded),
  );
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error('the backup does not end')), PATIENCE_MS).unref();
  });
  const verdict = await Promise.race([ended, late]);
  const { record } = await ask(page, 'run', { runId });
  // A vault on the same disk is a finding.
  if (verdict === 'verified' || verdict === 'findings') return runId;
  throw new Error(`the backup ended ${String(verdict)}: ${JSON.stringify(record.findings)}`);
}

/** @param {Page} page */
async function openRun(page) {
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('table').getByRole('button').first().click();
}

/**
 * Looks at every file of the run that is shown, and at its log.
 * @param {Page} page
 */
export async function lookThrough(page) {
  for (const tab of ['Ledger', 'Log']) {
    await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('tabpanel').getByRole('row').nth(1).waitFor({ timeout: 60_000 });
  }
}
