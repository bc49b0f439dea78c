import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Evidence } from '../../shared/proof';
import { hashFile } from '../bag/hash-file';
import { PostbagError, systemCode } from '../run/errors';
import { folderNameFor } from '../vault/naming';
import { restoreFolder } from './folder';

/** A picture or a text; nobody needs a film, bytes. */
const MOST_BYTES = 25_000_000;

/** Where the evidence of one item lies; ids may have been typed by an administrator. */
const itemFolder = (folder: string, item: string): string =>
  path.join(restoreFolder(folder).evidence, folderNameFor(item));

/**
 * Keeps a copy of a file as evidence of one item.
 * @param folder of the repair, absolute @param taken names that the item has already
 * @throws PostbagError `evidence-not-kept`
 */
export async function keepEvidence(
  folder: string,
  item: string,
  file: string,
  taken: readonly string[],
): Promise<Evidence> {
  const name = freeName(folderNameFor(path.basename(file)), taken);
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw Object.assign(new Error('too large'), { code: 'EFBIG' });
    await mkdir(itemFolder(folder, item), { recursive: true });
    const kept = path.join(itemFolder(folder, item), name);
    await copyFile(file, kept);
    const [sha256 = ''] = await hashFile(kept, ['sha256']);
    return { name, bytes: (await stat(kept)).size, sha256 };
  } catch (cause) {
    const reason = systemCode(cause);
    throw new PostbagError('restore', 'evidence-not-kept', { name: path.basename(file), reason }, { cause });
  }
}

/** Removes a piece of evidence that was not signed yet. */
export async function dropEvidence(folder: string, item: string, { name }: Evidence): Promise<void> {
  await rm(path.join(itemFolder(folder, item), folderNameFor(name)), { force: true });
}

function freeName(name: string, taken: readonly string[]): string {
  const fold = (one: string): string => one.toLowerCase();
  const used = new Set(taken.map(fold));
  const { name: base, ext } = path.parse(name);
  for (let turn = 1; ; turn++) {
    const free = turn === 1 ? name : `${base} ${String(turn)}${ext}`;
    if (!used.has(fold(free))) return free;
  }
}
