import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { Reuse } from '../../shared/run';
import type { Inventory } from '../postoffice/inventory';
import { likelyShared, newestBagFiles, type BagFiles } from '../vault/donors';
import { folderNameFor } from '../vault/naming';
import type { Unfinished } from './unfinished';

/** What of a post office need not be copied because the vault has it already, and how much that is likely to be. */
export interface Reuses {
  readonly donors: BagFiles | null;
  readonly shares: Reuse | null;
  readonly unfinished: Unfinished | null;
  readonly resumes: Reuse | null;
}

/** Looks into a vault for the newest bag of a post office and for what a run that was cut short left there. */
export async function lookForReuse(
  vault: string,
  postOffice: string,
  inventory: Inventory,
  unfinished: Unfinished | null,
): Promise<Reuses> {
  const donors = await newestBagFiles(vault, folderNameFor(postOffice));
  const likely = donors ? await likelyShared(donors, inventory.files) : { files: 0, bytes: 0 };
  // A post office that has another name now has another folder in the vault.
  const itsFolder = path.join(vault, folderNameFor(postOffice));
  const ours = unfinished && path.dirname(unfinished.folder) === itsFolder ? unfinished : null;
  const there = ours && (await isFolder(ours.folder)) ? ours : null;
  return {
    donors,
    shares: donors && likely.files > 0 ? { from: donors.name, ...likely } : null,
    unfinished: there,
    resumes: there ? { from: there.runId, files: there.files, bytes: there.bytes } : null,
  };
}

async function isFolder(folder: string): Promise<boolean> {
  const stats = await lstat(folder).catch(() => null);
  return stats?.isDirectory() === true;
}
