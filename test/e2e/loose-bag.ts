import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { chooseFolder, expect } from './fixtures';

const cli = path.resolve(import.meta.dirname, '../../dist/main/cli.cjs');
/** What the post office's password is in these tests; nothing may ever show it. */
export const PASSWORD = 'Gr1msby-Dock';

/** Calls the command line. @returns what it printed */
export const call = (home: string, ...args: string[]): string => {
  const env = { ...process.env, POSTBAG_HOME: home };
  try {
    return execFileSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
  } catch (error) {
    // A backup with findings ends with 3.
    const { status, stdout } = error as { status: number; stdout: string };
    if (status !== 3) throw error;
    return stdout;
  }
};

/** A loose bag, and what is wrong with it, counted by the checker. */
export interface LooseBag {
  readonly office: string;
  readonly vault: string;
  readonly bag: string;
  /** Pointers to messages that are not in it. */
  readonly dangling: number;
}

/** A practice post office on the list as Harbour, and a loose bag of it that lacks some mail, made while its users were at work. */
export async function makeLooseBag(home: string, work: string): Promise<LooseBag> {
  const [office, vault] = [path.join(work, 'CCDATA'), path.join(work, 'vault')];
  fs.mkdirSync(vault);
  call(home, 'practice', 'make', office, '--users', '8', '--messages', '300');
  call(home, 'add', office, '--name', 'Harbour');
  // The order loses little: it may take more than one copy until one has lost something.
  for (let turn = 1; ; turn++) {
    const { bag, said } = await backUpAtWork(home, office, vault);
    const counted = call(home, 'practice', 'check', path.join(bag, 'data'), '--json');
    const dangling = Number(/"dangling":(\d+)/.exec(counted)?.[1]);
    if (said.includes('"grade":"loose"') && (dangling > 0 || turn === 8))
      return { office, vault, bag, dangling };
    fs.rmSync(bag, { recursive: true });
  }
}

async function backUpAtWork(
  home: string,
  office: string,
  vault: string,
): Promise<{ bag: string; said: string }> {
  const env = { ...process.env, POSTBAG_HOME: home };
  const users = spawn(process.execPath, [cli, 'practice', 'users', office, '--rate', '0'], {
    env,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => users.once('exit', resolve));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const said = call(home, 'backup', 'Harbour', '--to', vault, '--passes', '1', '--json');
  users.kill('SIGTERM');
  await ended;
  const folder = path.join(vault, 'Harbour');
  const [name = ''] = fs.readdirSync(folder);
  return { bag: path.join(folder, name), said };
}

/** Goes to an area of the main navigation. */
export const goTo = async (page: Page, area: string): Promise<void> =>
  await page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${area}( \\d|$)`) })
    .click();

/** Goes to the bags, and puts a vault on the list. */
export async function openBags(app: ElectronApplication, page: Page, vault: string): Promise<void> {
  await goTo(page, 'Bags');
  await chooseFolder(app, vault);
  await page.getByRole('button', { name: 'Add vault…' }).click();
  await expect(page.getByRole('rowheader', { name: /Harbour/ })).toBeVisible();
}

/** Types the password of the post office where a repair asks for it. */
export async function sayPassword(page: Page): Promise<void> {
  const field = page.getByLabel('Password', { exact: true });
  await field.fill(PASSWORD);
  await page.getByRole('button', { name: 'Use this password' }).click();
  await expect(field).toHaveCount(0);
}

/** Files below a folder that hold the password. */
export function filesWithPassword(folder: string): string[] {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => {
    const file = path.join(folder, name);
    return fs.lstatSync(file).isFile() && fs.readFileSync(file).includes(PASSWORD);
  });
}
