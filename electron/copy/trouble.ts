import { readdir } from 'node:fs/promises';
import type { Finding } from '../../shared/finding';
import { rootOf, type Source } from '../postoffice/source';
import { PostbagError } from '../run/errors';
import type { SourceFile } from './copier';
import type { CopyTrouble } from './job';

/** Where a copy reads and writes, to tell a lost file from a lost disk. Absolute folders. */
export interface Places {
  readonly source: Source;
  readonly vault: string;
  /** The unfinished bag. Its own folder tells best whether the vault is there: the place of a drive stays without it. */
  readonly bag: string;
  /** Database files without which there is no backup (in lower case). */
  readonly required: ReadonlySet<string>;
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Gone, or the empty place that a drive leaves when it is pulled out. */
export async function isGone(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch {
    return true;
  }
}

/**
 * Makes sure that a run can go on after trouble with one file.
 * @throws PostbagError when there can be no backup
 */
export async function judge(
  file: Pick<SourceFile, 'path'>,
  trouble: CopyTrouble,
  places: Places,
): Promise<void> {
  const params = { path: file.path, reason: trouble.code || trouble.message };
  if (trouble.side === 'differs') throw new PostbagError('copy', 'copy-differs', params);
  if (trouble.side === 'thread') throw new PostbagError('copy', 'unexpected', params);
  if (trouble.code === 'ENAMETOOLONG' && !places.required.has(file.path.toLowerCase())) return;
  if (trouble.side === 'target') {
    if (full.has(trouble.code)) throw new PostbagError('copy', 'no-space', params);
    if (await isGone(places.bag)) throw new PostbagError('copy', 'vault-lost', { path: places.vault });
    throw new PostbagError('copy', 'write-failed', params);
  }
  if (await isGone(rootOf(places.source)))
    throw new PostbagError('copy', 'post-office-lost', { path: rootOf(places.source) });
  if (places.required.has(file.path.toLowerCase())) {
    throw new PostbagError('copy', 'required-file-missing', params);
  }
}

/** What a person must know of a file that is not in the bag. A file that is gone is told of with all that are gone. */
export function findingOf(
  path: string,
  trouble: CopyTrouble,
  lockedWaitMs: number,
): Omit<Finding, 'at'> | null {
  const params = { path, reason: trouble.code || trouble.message };
  if (trouble.code === 'ENAMETOOLONG') {
    const found = { count: 1, names: path };
    return { code: 'name-not-possible', severity: 'error', stage: 'copy', params: found };
  }
  if (trouble.side === 'special') {
    const found = { count: 1, names: path };
    return { code: 'special-file-left-out', severity: 'warning', stage: 'copy', params: found };
  }
  if (trouble.side === 'locked') {
    const seconds = Math.round(lockedWaitMs / 1000);
    const held = { ...params, ...trouble.range, seconds };
    return { code: 'file-locked', severity: 'error', stage: 'copy', params: held };
  }
  if (trouble.code === 'ENOENT') return null;
  return { code: 'file-unreadable', severity: 'error', stage: 'copy', params };
}
