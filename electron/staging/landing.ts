import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../bag/folder-sync';
import { systemCode } from '../run/errors';
import type { UndoHandler } from '../run/step';

/** Where the files of a bag are brought to. Absolute folders. */
export interface Landing {
  /** What a person asked for: new or empty. */
  readonly folder: string;
  /** Where it is made; its name says whose it is. */
  readonly unfinished: string;
}

export function landingFor(folder: string, runId: string): Landing {
  return {
    folder,
    unfinished: path.join(path.dirname(folder), unfinishedName(path.basename(folder), runId)),
  };
}

const unfinishedName = (name: string, runId: string): string => `.${name}.${runId}.partial`;

/** Whether there is nothing in a folder; also when there is no such folder. @throws system errors */
export async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return true;
    throw error;
  }
}

/** Whether a folder is a bag, or lies in one. */
export async function isInBag(folder: string): Promise<boolean> {
  const declared = await stat(path.join(folder, 'bagit.txt')).catch(() => null);
  if (declared) return true;
  const parent = path.dirname(folder);
  return parent !== folder && (await isInBag(parent));
}

/** Makes the unfinished folder. Its undo must have been written before. */
export async function openLanding({ unfinished }: Landing): Promise<void> {
  await mkdir(unfinished);
}

/** Gives the folder its name; an empty one that has it makes room. @throws system errors, `ENOTEMPTY` among them */
export async function finishLanding({ folder, unfinished }: Landing): Promise<void> {
  await rmdir(folder).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
  });
  await rename(unfinished, folder);
  await syncFolder(path.dirname(folder));
}

/** Takes an unfinished folder back: only one whose name says that this very run made it. */
export const removeLanding: UndoHandler = async (params, runId) => {
  const folder = String(params['folder']);
  if (!path.isAbsolute(folder) || !path.basename(folder).endsWith(`.${runId}.partial`)) {
    throw new Error(`${folder} is not the name of an unfinished folder of this run`);
  }
  await readdir(path.dirname(folder)); // while the disk is away, nobody can say that nothing is left
  try {
    await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  return true;
};
