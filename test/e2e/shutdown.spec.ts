import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { usualAccess } from '../../shared/access';
import { Router } from '../support/router';
import type { SambaClient } from '../support/samba-client';
import { startSamba, type SambaServer } from '../support/samba-server';
import { chooseFolder, expect, launchApp, quit, test } from './fixtures';
import { inspect, inspectDialog } from './pictures';

/**
 * Motivation: the whole of "clear user and Router connections and then run the backup" in the window, by somebody who
 * does it twice a year: see who is there, close, disconnect, get a copy of grade Closed, and find everything open again.
 * Pass criteria: the real clients of a real share are shown; each and all can be disconnected; the grade is Closed; the
 * share lets people in again and the Router runs, also after it was cancelled and after the app was killed.
 */

const cli = path.resolve(import.meta.dirname, '../../dist/main/cli.cjs');

interface World {
  readonly server: SambaServer;
  readonly router: Router;
  readonly vault: string;
  readonly postOffice: string;
  /** The share's configuration before anything was closed. */
  readonly config: string;
  end(): Promise<void>;
}

/** A practice post office on a real share, on the list of the app's home, with a Router that runs. */
async function makeWorld(home: string, work: string): Promise<World> {
  const [postOffice, vault] = [path.join(work, 'CCDATA'), path.join(work, 'vault')];
  fs.mkdirSync(vault);
  const call = (...args: string[]): void => {
    execFileSync(process.execPath, [cli, ...args], { env: { ...process.env, POSTBAG_HOME: home } });
  };
  call('practice', 'make', postOffice);
  const server = await startSamba({ share: 'ccmail', path: work });
  const router = new Router(work, postOffice);
  router.do('start');
  const access = { ...usualAccess, sambaConfig: server.config, services: [router.service] };
  const file = path.join(work, 'access.json');
  fs.writeFileSync(file, JSON.stringify(access));
  call('add', postOffice, '--name', 'Harbour');
  call('access', 'Harbour', '--import', file);
  const config = fs.readFileSync(server.config, 'utf8');
  const end = async (): Promise<void> => {
    router.do('stop');
    await server.stop();
  };
  return { server, router, vault, postOffice, config, end };
}

async function threePeople(server: SambaServer): Promise<SambaClient[]> {
  const people: SambaClient[] = [];
  for (const [index, user] of ['anna', 'bert', 'carla'].entries()) {
    const client = await server.client(user);
    await client.open(`CCDATA/USR0000${String(index + 1)}`);
    people.push(client);
  }
  return people;
}

async function expectOpen({ server, router, postOffice, config }: World): Promise<void> {
  expect(fs.readFileSync(server.config, 'utf8')).toBe(config);
  expect(fs.existsSync(path.join(postOffice, 'CCPODOWN'))).toBe(false);
  expect(router.runs).toBe(true);
  for (const user of ['anna', 'bert', 'carla']) expect(await server.tryConnect(user)).toBeNull();
}

async function windowOf(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  page.setDefaultTimeout(15_000);
  return page;
}

/** From the post office's page through "Shut down and back up" up to the plan. */
async function planShutdown(
  page: Page,
  app: ElectronApplication,
  vault: string,
  grace: string,
): Promise<void> {
  await page.getByRole('button', { name: 'Back up…' }).first().click();
  await page.getByRole('radio', { name: /Shut down and back up/ }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Router is stopped.')).toBeVisible();
  await page.getByLabel('Time to log out').fill(grace);
  await page.getByLabel('Nothing may move for').fill('3');
  if (grace !== '0') await inspect(app, page, 'wizard-prepare');
  await page.getByRole('button', { name: 'Continue' }).click();
  await chooseFolder(app, vault);
  await page.getByRole('button', { name: 'Add vault…' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText(/--method shutdown/)).toBeVisible();
}

test('shut down and back up: three people are seen, disconnected and let in again; the grade is Closed', async ({
  home,
  work,
}) => {
  test.setTimeout(180_000);
  const world = await makeWorld(home, work);
  const app = await launchApp(home);
  try {
    const people = await threePeople(world.server);
    const page = await windowOf(app);
    await page.getByRole('button', { name: 'Harbour', exact: true }).click();
    await page.getByRole('button', { name: /Who is connected/ }).click();
    const table = page.getByRole('table', { name: 'Connections' });
    for (const { user } of people)
      await expect(table.getByText(user).first()).toBeVisible({ timeout: 20_000 });
    await expect(table.getByText('USR00001').first()).toBeVisible();
    await expect(table.getByText('node').first()).toBeVisible(); // the Router
    await inspect(app, page, 'connections');

    // One is disconnected with a button of its own, after a question.
    const [anna, bert] = people;
    await table.getByRole('button', { name: new RegExp(`Disconnect: ${anna?.user ?? ''}`) }).click();
    await inspectDialog(page, 'disconnect-dialog');
    await page
      .getByRole('dialog')
      .or(page.getByRole('alertdialog'))
      .getByRole('button', { name: 'Disconnect' })
      .click();
    await expect(table.getByText(anna?.user ?? '')).toHaveCount(0, { timeout: 20_000 });
    expect(await bert?.alive()).toBe(true);

    await page.getByRole('button', { name: 'Harbour', exact: true }).first().click();
    await planShutdown(page, app, world.vault, '1');
    await inspect(app, page, 'wizard-plan-shutdown');
    await page.getByRole('button', { name: 'Start backup' }).click();
    await expect(page.getByRole('heading', { name: 'The users have time to log out' })).toBeVisible();
    await inspect(app, page, 'run-telling');
    expect(await world.server.tryConnect('anna'), 'still open').toBeNull();
    await page.getByRole('button', { name: 'Close now' }).click();

    await expect(page.getByRole('button', { name: 'Disconnect everybody…' })).toBeVisible({
      timeout: 30_000,
    });
    expect(await world.server.tryConnect('anna'), 'closed to new ones').not.toBeNull();
    expect(world.router.runs).toBe(false);
    await inspect(app, page, 'run-disconnecting');
    await page.getByRole('button', { name: 'Disconnect everybody…' }).click();
    await page.getByRole('button', { name: 'Disconnect everybody', exact: true }).click();

    await expect(page.getByRole('heading', { name: 'Watching whether anything moves' })).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByText('Closed', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
    await expect(
      page.getByText('The post office was quiet, and stayed so until the last byte was read.'),
    ).toBeVisible();
    await inspect(app, page, 'result-closed');
    for (const person of people) expect(await person.alive()).toBe(false);
    await expectOpen(world);
    const [bag = ''] = fs.readdirSync(path.join(world.vault, 'Harbour'));
    const folder = path.join(world.vault, 'Harbour', bag);
    execFileSync('sha256sum', ['--quiet', '-c', 'manifest-sha256.txt'], { cwd: folder });
    expect(fs.readFileSync(path.join(folder, 'bag-info.txt'), 'utf8')).toContain('Postbag-Grade: closed');
    execFileSync(process.execPath, [cli, 'practice', 'check', path.join(folder, 'data')]);
  } finally {
    world.router.do('stop'); // started by the app, it would keep what the app's end is told by
    await quit(app);
    await world.end();
  }
});

test('a run that waits is killed with the app: the next start opens everything, and says so', async ({
  home,
  work,
}) => {
  test.setTimeout(120_000);
  const world = await makeWorld(home, work);
  try {
    const app = await launchApp(home);
    const page = await windowOf(app);
    await threePeople(world.server);
    await page.getByRole('button', { name: 'Harbour', exact: true }).click();
    await planShutdown(page, app, world.vault, '0');
    await page.getByRole('button', { name: 'Start backup' }).click();
    await expect(page.getByRole('button', { name: 'Disconnect everybody…' })).toBeVisible({
      timeout: 30_000,
    });
    await page
      .getByRole('button', { name: /^Post offices/ })
      .first()
      .click();
    await expect(page.getByText(/^Closed since/)).toBeVisible();
    await inspect(app, page, 'post-offices-closed');
    const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
    app.process().kill('SIGKILL');
    await ended;
    expect(await world.server.tryConnect('anna')).not.toBeNull();

    const again = await launchApp(home);
    const next = await again.firstWindow();
    await expect(next.getByText(/Opened the share ccmail again/)).toBeVisible();
    await expect(next.getByText(/Started Router again/)).toBeVisible();
    await expectOpen(world);
    await inspect(again, next, 'opened-again');
    world.router.do('stop');
    await again.close();
  } finally {
    await world.end();
  }
});

test('cancelled while it is closed, everything is opened at once', async ({ home, work }) => {
  test.setTimeout(120_000);
  const world = await makeWorld(home, work);
  const app = await launchApp(home);
  try {
    const page = await windowOf(app);
    await page.getByRole('button', { name: 'Harbour', exact: true }).click();
    await page.getByRole('button', { name: 'Back up…' }).first().click();
    await page.getByRole('radio', { name: /Shut down and back up/ }).check();
    await inspect(app, page, 'wizard-advice');
    await page.getByText('More choices').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Time to log out').fill('0');
    await page.getByLabel('Nothing may move for').fill('60');
    await page.getByRole('button', { name: 'Continue' }).click();
    await chooseFolder(app, world.vault);
    await page.getByRole('button', { name: 'Add vault…' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Start backup' }).click();
    await expect(page.getByRole('heading', { name: 'Watching whether anything moves' })).toBeVisible({
      timeout: 30_000,
    });
    await inspect(app, page, 'run-proving');
    expect(await world.server.tryConnect('anna')).not.toBeNull();
    await page.getByRole('button', { name: 'Cancel the backup…' }).click();
    await page.getByRole('button', { name: 'Cancel the backup', exact: true }).click();
    await expect(page.getByText('Cancelled', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
    await expectOpen(world);
    expect(fs.readdirSync(world.vault)).toEqual([]);

    await page
      .getByRole('button', { name: /^Post offices/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Harbour', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Access' })).toBeVisible();
    await page.getByRole('heading', { name: 'Access' }).scrollIntoViewIfNeeded();
    await inspect(app, page, 'access');
  } finally {
    world.router.do('stop'); // started by the app, it would keep what the app's end is told by
    await quit(app);
    await world.end();
  }
});
