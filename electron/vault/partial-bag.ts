import type { Stats } from 'node:fs';
import { access, lstat, mkdir, open, readdir, readFile, rmdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../run/errors';
import type { UndoHandler, WasDone } from '../run/step';
import { isPartialBagName } from './naming';

/** Says which run made a bag; a tag file, so it stays in the sealed bag as part of its record. */
export const RUN_ID_FILE = 'postbag/run-id.txt';

/** Absolute folders of a bag that is being made. */
export interface PartialBag {
  readonly folder: string;
  readonly data: string;
  readonly final: string;
}

/**
 * Makes the folder of an unfinished bag. Its undo must have been written before.
 * @throws system errors; `EEXIST` when something of that name is there
 */
export async function makePartialBag(bag: PartialBag, runId: string): Promise<void> {
  await mkdir(path.dirname(bag.folder), { recursive: true });
  await mkdir(bag.folder);
  await mkdir(bag.data);
  await mkdir(path.join(bag.folder, 'postbag'));
  const handle = await open(path.join(bag.folder, RUN_ID_FILE), 'wx');
  try {
    await handle.writeFile(`${runId}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The device that a folder lies on, as the system numbers them now; empty when it cannot be said. */
export async function deviceOf(folder: string): Promise<string> {
  try {
    return String((await stat(folder, { bigint: true })).dev);
  } catch {
    return '';
  }
}

/**
 * The place of a drive that is not connected stays, as an empty folder on another device. (A device may also be
 * numbered anew when it is connected again, but then the vault is not empty: it held the bag.)
 */
async function isAway(vault: string, device: string): Promise<boolean> {
  return device !== '' && device !== (await deviceOf(vault)) && (await readdir(vault)).length === 0;
}

/**
 * Takes an unfinished bag back. What it is given comes from a journal and is checked like anything from outside: only
 * a folder with an unfinished bag's name, made by that very run, is ever removed.
 */
export const removePartialBag: UndoHandler = async (params, runId) => {
  const folder = String(params['folder']);
  const vault = String(params['vault']);
  await access(vault); // while the disk is away, nobody can say that nothing is left
  if (
    !isPartialBagName(path.basename(folder)) ||
    path.dirname(path.dirname(folder)) !== path.normalize(vault)
  ) {
    throw new Error(`${folder} is not the name of an unfinished bag`);
  }
  const found = await lookAt(folder);
  if (!found) {
    if (await isAway(vault, String(params['device'] ?? ''))) throw new Error(`${vault} is not connected`);
    await removeEmpty(path.dirname(folder));
    return false;
  }
  if (!found.isDirectory()) throw new Error(`${folder} is no folder`);
  if (!(await isOurs(folder, runId))) return false;
  await removeAll(folder);
  await removeEmpty(path.dirname(folder));
  return true;
};

/** The run's id goes last: if something cannot be removed now, it must still be known whose it is. */
async function removeAll(folder: string): Promise<void> {
  const idFolder = path.join(folder, path.dirname(RUN_ID_FILE));
  const children = async (of: string): Promise<string[]> =>
    (await readdir(of)).map((name) => path.join(of, name));
  const inIdFolder = await children(idFolder).catch(() => []);
  const last = new Set([idFolder, path.join(folder, RUN_ID_FILE)]);
  for (const one of [...(await children(folder)), ...inIdFolder, folder]) {
    if (!last.has(one)) await rm(one, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function lookAt(folder: string): Promise<Stats | null> {
  try {
    return await lstat(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Whether a folder was made by this run: one that had the name already is not, and is nobody's to remove. The run's id
 * is written first of all, so a folder without it holds nothing but, at most, empty folders.
 */
async function isOurs(folder: string, runId: string): Promise<boolean> {
  const ids = await readRunIds(folder);
  // An empty file is one whose writer died in the middle.
  if (ids !== null) return ids.includes(runId) || ids.length === 0;
  for (const name of await readdir(folder)) {
    const empty = (await readdir(path.join(folder, name))).length === 0;
    if (!empty) throw new Error(`${folder} does not say which run made it`);
  }
  return true;
}

/** The run that made a bag, and those that went on with it after it was cut short. */
export async function readRunIds(folder: string): Promise<string[] | null> {
  try {
    const text = await readFile(path.join(folder, RUN_ID_FILE), 'utf8');
    return text.split('\n').filter((line) => line !== '');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether a run that was about to seal its bag had done so when it died. */
export const wasSealed: WasDone = async ({ bag }, runId) =>
  typeof bag === 'string' && ((await readRunIds(bag).catch(() => null)) ?? []).includes(runId);

/** The post office's folder in the vault goes too if this bag was to be its first. */
async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}
