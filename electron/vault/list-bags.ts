import type { Dirent } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { readBagRecord, type BagRecord } from './bag-record';

/** One bag in a vault. `record` is null for bags that Postbag did not make or that are damaged there. */
export interface ListedBag {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  /** The folder it lies in: the post office, as the vault calls it. */
  readonly postOffice: string;
  readonly record: BagRecord | null;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}

async function isBag(folder: string): Promise<boolean> {
  try {
    await access(path.join(folder, 'bagit.txt'));
    return true;
  } catch {
    return false;
  }
}

/**
 * The bags of a vault, newest name first, found by reading the folder: `<vault>/<post office>/<bag>/`. There is no list
 * kept elsewhere that could be wrong. Bags that lie in the vault itself are listed too.
 *
 * @throws system errors when the vault cannot be read
 */
export async function listBags(vault: string): Promise<ListedBag[]> {
  const bags: ListedBag[] = [];
  const add = async (folder: string, postOffice: string): Promise<boolean> => {
    if (!(await isBag(folder))) return false;
    const record = await readBagRecord(folder);
    bags.push({
      folder,
      name: path.basename(folder),
      postOffice: record?.postOffice.name ?? postOffice,
      record,
    });
    return true;
  };
  for (const name of await foldersIn(vault)) {
    const folder = path.join(vault, name);
    if (await add(folder, '')) continue;
    for (const inner of await foldersIn(folder).catch(() => [])) await add(path.join(folder, inner), name);
  }
  return bags.sort((a, b) => b.name.localeCompare(a.name, 'en'));
}
