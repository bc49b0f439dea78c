import type { BigIntStats } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { COPY_ORDER } from '../postoffice/formats';
import { takeInventory, type Inventory } from '../postoffice/inventory';
import { systemCode } from '../run/errors';
import { inHeldFolder } from '../volume/held-folder';
import { lookAt } from '../volume/own-folder';
import { stillName } from '../volume/still';
import { cloneFile } from './clone-file';

/** Clones under way at the same time: each is one change to the file system's own tables. */
const AT_ONCE = 8;

/** Where the clones lie in the run's own folder, beside its mark. */
export const clonesIn = (own: string): string => path.join(own, 'files');

/** In a file of the run's name, that says whose the folder is: without it, one that is not empty is not ours. */
const MARK = 'Postbag made this folder for a backup, and removes it when everything in it was read.\n';

/** What was cloned. */
export interface Clones {
  readonly files: number;
  /** The run's own folder as it was when it was made. */
  readonly folder: BigIntStats;
}

/**
 * Clones all files of a place into a new folder, in copy order: no file of a group is cloned before every file of the
 * group before is. Files and folders that go away meanwhile are left out, and so are links and the like; what lies on
 * another volume is an empty folder.
 * @param from absolute folder
 * @param own absolute folder that is not there yet
 * @throws PostbagError, system errors, Error; Cancelled
 */
export async function cloneTree(
  { from, own, runId }: { readonly from: string; readonly own: string; readonly runId: string },
  signal: AbortSignal,
): Promise<Clones> {
  const inventory = await takeInventory(from, { signal });
  const elsewhere = await foldersElsewhere(from, inventory.folders);
  const isHere = (relative: string): boolean => !elsewhere.some((folder) => isBelow(relative, folder));
  const unread = inventory.unreadable.filter(({ path }) => isHere(path) && !elsewhere.includes(path));
  mustBeReadable(unread);

  await makeOwn(own);
  const clones = await inHeldFolder(own, async ({ at, stats }) => {
    mustBeOurs(own, stats);
    await writeFile(path.join(at, stillName(runId)), MARK, { flag: 'wx' });
    const files = await cloneInto(clonesIn(at), from, inventory, isHere, signal);
    return { files, folder: stats };
  });
  if (clones === null) throw new Error(`${own} is gone`);
  return clones;
}

async function makeOwn(own: string): Promise<void> {
  try {
    // For this account alone: what keeps others out of the files might not be above this folder.
    await mkdir(own, { mode: 0o700 });
  } catch (error) {
    throw systemCode(error) === 'EEXIST' ? new Error(`${own} is there already`) : error;
  }
}

/** Nobody put another folder in its place before it was held. */
function mustBeOurs(own: string, { uid, mode }: BigIntStats): void {
  if (Number(uid) !== process.geteuid?.() || (mode & 0o077n) !== 0n)
    throw new Error(`${own} is not what was made`);
}

async function cloneInto(
  target: string,
  from: string,
  { files, folders, leftOut }: Inventory,
  isHere: (relative: string) => boolean,
  signal: AbortSignal,
): Promise<number> {
  await mkdir(target);
  for (const relative of folders.filter(isHere)) await mkdir(path.join(target, relative));
  const inOrder = COPY_ORDER.map((id) => files.filter(({ group }) => group === id).map((file) => file.path));
  let cloned = 0;
  for (const group of [...inOrder, leftOut]) {
    await eachOf(group.filter(isHere), async (relative) => {
      signal.throwIfAborted();
      if (await clone(from, target, relative)) cloned++;
    });
  }
  return cloned;
}

/**
 * A file that cannot be read would be missing without a word, since whoever copies sees only what was cloned; so would one
 * whose name is no valid text.
 */
function mustBeReadable(unreadable: Inventory['unreadable']): void {
  const lost = unreadable.find(({ path, code }) => code !== 'ENOENT' || path.includes('\uFFFD'));
  if (lost) throw new Error(`${lost.path} cannot be read (${lost.code})`);
}

const isBelow = (relative: string, folder: string): boolean => relative.startsWith(`${folder}/`);

/** Folders below `from` that lie on another volume, relative; those below them are on others, too. */
async function foldersElsewhere(from: string, folders: readonly string[]): Promise<string[]> {
  const { dev } = await stat(from);
  const elsewhere: string[] = [];
  for (const relative of folders) {
    if (elsewhere.some((above) => isBelow(relative, above))) continue;
    const there = await lookAt(path.join(from, relative));
    if (there && Number(there.dev) !== dev) elsewhere.push(relative);
  }
  return elsewhere;
}

async function clone(from: string, target: string, relative: string): Promise<boolean> {
  try {
    return await cloneFile(path.join(from, relative), path.join(target, relative));
  } catch (error) {
    const code = systemCode(error);
    throw code === '' ? error : new Error(`${relative} cannot be cloned (${code})`, { cause: error });
  }
}

/** Several at a time. Settles when nothing is under way any more. @throws what the first one threw that failed */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items].reverse();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let item = waiting.pop(); item !== undefined && failures.length === 0; item = waiting.pop()) {
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failures.length > 0) throw failures[0];
}
