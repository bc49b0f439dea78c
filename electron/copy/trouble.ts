import { readdir } from 'node:fs/promises';
import type { Finding } from '../../shared/finding';
import { PostbagError } from '../run/errors';
import type { SourceFile } from './copier';
import type { CopyTrouble } from './job';

/** Where a copy reads and writes, to tell a lost file from a lost disk. Absolute folders. */
export interface Places {
  readonly source: string;
  readonly vault: string;
  /** The unfinished bag. Its own folder tells best whether the vault is there: the place of a drive stays without it. */
  readonly bag: string;
  /** Database files without which there is no backup (in lower case). */
  readonly required: ReadonlySet<string>;
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Gone, or the empty place that a drive leaves when it is pulled out. */
async function isGone(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch {
    return true;
  }
}

/**
 * What trouble with one file means: a finding when the run can go on without the file, an error when it cannot.
 * @throws PostbagError when there can be no backup
 */
export async function judge(
  file: SourceFile,
  trouble: CopyTrouble,
  places: Places,
): Promise<Omit<Finding, 'at'>> {
  const params = { path: file.path, reason: trouble.code || trouble.message };
  if (trouble.side === 'differs') throw new PostbagError('copy', 'copy-differs', params);
  if (trouble.side === 'thread') throw new PostbagError('copy', 'unexpected', params);
  if (trouble.side === 'target') {
    if (full.has(trouble.code)) throw new PostbagError('copy', 'no-space', params);
    if (await isGone(places.bag)) throw new PostbagError('copy', 'vault-lost', { path: places.vault });
    throw new PostbagError('copy', 'write-failed', params);
  }
  if (await isGone(places.source))
    throw new PostbagError('copy', 'post-office-lost', { path: places.source });
  if (places.required.has(file.path.toLowerCase())) {
    throw new PostbagError('copy', 'required-file-missing', params);
  }
  if (trouble.side === 'special') {
    const found = { count: 1, names: file.path };
    return { code: 'special-file-left-out', severity: 'warning', stage: 'copy', params: found };
  }
  if (trouble.code === 'ENOENT') return { code: 'file-vanished', severity: 'warning', stage: 'copy', params };
  return { code: 'file-unreadable', severity: 'error', stage: 'copy', params };
}
