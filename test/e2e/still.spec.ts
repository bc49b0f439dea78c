import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { chooseFolder, expect, launchApp, quit, test } from './fixtures';
import { inspect } from './pictures';
import { startUsers } from './steps';

/**
 * Motivation: a copy of one instant with nobody logged off, by somebody who does it twice a year: a snapshot of the volume,
 * or the half of a mirror.
 * Pass criteria: what can be had is offered and what cannot says why; a pause between writes is waited for, and can be cut
 * short; the result says what was read and of which instant; nothing of the snapshot is left, and the mirror is joined
 * again, also after the app was killed.
 */

const cli = path.resolve(import.meta.dirname, '../../dist/main/cli.cjs');

function call(home: string, ...args: string[]): void {
  execFileSync(process.execPath, [cli, ...args], { env: { ...process.env, POSTBAG_HOME: home } });
}

/** A btrfs volume with a practice post office on it, on the list as Harbour. */
function makeVolume(home: string, work: string): { point: string; vault: string; end: () => void } {
  const [image, point, vault] = ['disk.img', 'volume', 'vault'].map((name) => path.join(work, name));
  if (image === undefined || point === undefined || vault === undefined) throw new Error('unreachable');
  for (const folder of [point, vault]) fs.mkdirSync(folder);
  fs.writeFileSync(image, '');
  fs.truncateSync(image, 400_000_000);
  execFileSync('mkfs.btrfs', ['--quiet', image]);
  execFileSync('mount', ['-o', 'loop', image, point]);
  call(home, 'practice', 'make', path.join(point, 'CCDATA'));
  call(home, 'add', path.join(point, 'CCDATA'), '--name', 'Harbour');
  return { point, vault, end: () => execFileSync('umount', ['--lazy', point]) };
}

/** What is on the volume beside the post office. */
const othersOn = (point: string): string[] => fs.readdirSync(point).filter((name) => name !== 'CCDATA');

async function windowOf(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  page.setDefaultTimeout(15_000);
  return page;
}

async function chooseVault(app: ElectronApplication, page: Page, vault: string): Promise<void> {
  await chooseFolder(app, vault);
  await page.getByRole('button', { name: 'Add vault…' }).click();
  await expect(page.getByRole('radio', { name: new RegExp(path.basename(vault)) })).toBeChecked();
  await page.getByRole('button', { name: 'Continue' }).click();
  // The plan is there.
  await expect(page.getByRole('button', { name: 'Start backup' })).toBeEnabled();
}

test('a snapshot while people work: offered, waited for, made now, copied, gone', async ({ home, work }) => {
  test.setTimeout(180_000);
  const volume = makeVolume(home, work);
  const app = await launchApp(home);
  try {
    const page = await windowOf(app);
    await page.getByRole('button', { name: 'Harbour', exact: true }).click();
    await startUsers(page);
    await inspect(app, page, 'post-office-still');

    await page.getByRole('button', { name: 'Back up…' }).first().click();
    const snapshot = page.getByRole('radio', { name: 'Snapshot', exact: true });
    await expect(snapshot).toBeEnabled();
    await expect(page.getByRole('radio', { name: 'Break a mirror', exact: true })).toBeDisabled();
    const mirrors = page.getByRole('list', { name: 'What was looked at for “Break a mirror”' });
    await expect(mirrors.getByRole('listitem').filter({ hasText: 'LVM mirror' })).toContainText('btrfs');
    await snapshot.check();
    await inspect(app, page, 'wizard-method-snapshot');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { name: 'How should the snapshot be made?' })).toBeVisible();
    await expect(page.getByText(/Now that is: Btrfs snapshot/)).toBeVisible();
    await inspect(app, page, 'wizard-still');
    await page.getByLabel('A pause lasts').fill('60');
    await page.getByRole('button', { name: 'Continue' }).click();
    await chooseVault(app, page, volume.vault);
    await expect(page.getByText(/Make a snapshot of/)).toBeVisible();
    await expect(page.getByText(/if nothing is written while it is made, else Loose/)).toBeVisible();
    await inspect(app, page, 'wizard-plan-snapshot');
    await page.getByRole('button', { name: 'Start backup' }).click();

    await expect(page.getByText('Waiting for a moment without writes').first()).toBeVisible();
    await expect(page.getByText(/files were written meanwhile, last: /)).toBeVisible();
    await inspect(app, page, 'run-calming');
    await page.getByRole('button', { name: 'Make it now' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Backup of Harbour' })).toBeVisible({
      timeout: 60_000,
    });
    const still = page.getByRole('region', { name: 'Standing still' });
    await expect(still).toContainText('Btrfs snapshot');
    await still.scrollIntoViewIfNeeded();
    await inspect(app, page, 'result-still');
    expect(othersOn(volume.point)).toEqual([]);
    expect(execFileSync('btrfs', ['subvolume', 'list', volume.point], { encoding: 'utf8' })).toBe('');
  } finally {
    await quit(app);
    volume.end();
  }
});

/** Keeps a copy of a folder in step, breaks it off, and joins it again; every look brings it 20 % further. */
const MIRROR = `#!/bin/sh
cd "$(dirname "$0")" || exit 9
case "$1" in
  break) : > broken ;;
  where) echo "$PWD/half" ;;
  join) [ -e broken ] || exit 0; rm broken; echo 0 > percent ;;
  in-step)
    [ -e broken ] && exit 1
    [ -e percent ] || exit 0
    now=$(($(cat percent) + 20))
    [ "$now" -ge 100 ] && { rm percent; rm -rf half; cp -R CCDATA half; exit 0; }
    echo "$now" > percent
    echo "$now %"
    exit 1 ;;
esac
`;

/** A practice post office with a replica that own commands break off, on the list as Harbour. */
function makeReplica(home: string, work: string): { vault: string; script: string; isBroken: () => boolean } {
  const [script, vault, office] = ['mirror', 'vault', 'CCDATA'].map((name) => path.join(work, name));
  if (script === undefined || vault === undefined || office === undefined) throw new Error('unreachable');
  fs.mkdirSync(vault);
  fs.writeFileSync(script, MIRROR, { mode: 0o755 });
  call(home, 'practice', 'make', office);
  fs.cpSync(office, path.join(work, 'half'), { recursive: true });
  const commands = {
    break: [script, 'break', '{run}'],
    where: [script, 'where'],
    join: [script, 'join', '{run}'],
    inStep: [script, 'in-step'],
    limitSeconds: 30,
  };
  const file = path.join(work, 'mirror.json');
  fs.writeFileSync(file, JSON.stringify(commands));
  call(home, 'add', office, '--name', 'Harbour');
  call(home, 'mirror', 'Harbour', '--import', file);
  return { vault, script, isBroken: () => fs.existsSync(path.join(work, 'broken')) };
}

async function planMirror(app: ElectronApplication, page: Page, vault: string): Promise<void> {
  await page.getByRole('button', { name: 'Harbour', exact: true }).click();
  await page.getByRole('button', { name: 'Back up…' }).first().click();
  await page.getByRole('radio', { name: 'Break a mirror', exact: true }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'How should the mirror be broken?' })).toBeVisible();
  await expect(page.getByText(/there is one disk alone/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await chooseVault(app, page, vault);
}

test('a mirror of own commands: broken, copied, joined again, watched until it is in step', async ({
  home,
  work,
}) => {
  test.setTimeout(180_000);
  const replica = makeReplica(home, work);
  const app = await launchApp(home);
  try {
    const page = await windowOf(app);
    await page.getByRole('button', { name: 'Harbour', exact: true }).click();
    const card = page.getByRole('region', { name: 'Snapshots and mirrors' });
    await card.getByText('What this place offers').click();
    const offered = card.getByRole('list', { name: 'What this place offers' });
    await expect(offered.getByRole('listitem').filter({ hasText: 'Your own commands' })).toContainText(
      'all files of one instant',
    );
    await offered.scrollIntoViewIfNeeded();
    await inspect(app, page, 'post-office-offers');
    await card.getByRole('button', { name: 'Change mirror commands' }).click();
    await expect(card.getByLabel('Arguments: Break the mirror')).toHaveValue(/break/);
    await card.getByLabel('Arguments: Join the mirror again').scrollIntoViewIfNeeded();
    await inspect(app, page, 'post-office-mirror');
    await page
      .getByRole('button', { name: /^Post offices/ })
      .first()
      .click();
    await planMirror(app, page, replica.vault);
    await inspect(app, page, 'wizard-plan-mirror');
    await page.getByRole('button', { name: 'Start backup' }).click();
    await expect(page.getByText('The mirror is coming into step again').first()).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByRole('button', { name: 'Stop watching' })).toBeVisible();
    await inspect(app, page, 'run-resyncing');
    expect(replica.isBroken()).toBe(false);
    await expect(page.getByRole('heading', { level: 1, name: 'Backup of Harbour' })).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByText('Instant', { exact: true }).first()).toBeVisible();
    await expect(page.getByRole('region', { name: 'Standing still' })).toContainText(
      'both halves are in step again',
    );
  } finally {
    await quit(app);
  }
});

test('killed while the mirror is broken, the next start joins it and says so', async ({ home, work }) => {
  test.setTimeout(120_000);
  const replica = makeReplica(home, work);
  // Finding out where the half lies takes so long that it can be killed then.
  fs.writeFileSync(replica.script, MIRROR.replace('where) echo', 'where) sleep 20; echo'), { mode: 0o755 });
  const app = await launchApp(home);
  const page = await windowOf(app);
  await planMirror(app, page, replica.vault);
  await page.getByRole('button', { name: 'Start backup' }).click();
  await expect.poll(() => replica.isBroken(), { timeout: 30_000 }).toBe(true);
  const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  app.process().kill('SIGKILL');
  await ended;
  execFileSync('pkill', ['-f', replica.script]);

  const again = await launchApp(home);
  try {
    const next = await windowOf(again);
    await expect(next.getByText(/Joined the mirror Harbour again/)).toBeVisible({ timeout: 30_000 });
    expect(replica.isBroken()).toBe(false);
    await expect(next.getByText('Still to undo')).toHaveCount(0);
  } finally {
    await quit(again);
  }
});
