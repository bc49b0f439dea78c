import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from '../../shared/finding';
import type { Fork } from '../run/child';
import { describeError, PostbagError, systemCode } from '../run/errors';
import { findingNow } from '../run/findings';
import { realPath } from '../run/real-path';
import { listMounts, mountOf, onOneDevice, spaceOf } from './disks';

/** What a bag takes beside its files: manifests, ledger and journal, bytes a file; and something for the rest. */
const EXTRA_PER_FILE = 1_000;
const EXTRA = 2_000_000;

/**
 * Makes sure that a vault can take a bag of this post office, without writing anything.
 * @throws PostbagError with stage `check`: not found, not writable, one inside the other
 */
export async function checkVault(vault: string, postOffice: string): Promise<void> {
  try {
    if (!(await stat(vault)).isDirectory())
      throw new PostbagError('check', 'vault-not-found', { path: vault });
  } catch (error) {
    if (error instanceof PostbagError) throw error;
    throw new PostbagError('check', 'vault-not-found', { path: vault }, { cause: error });
  }
  try {
    await access(vault, constants.W_OK);
  } catch (error) {
    const reason = systemCode(error) || describeError(error);
    throw new PostbagError('check', 'vault-not-writable', { path: vault, reason }, { cause: error });
  }
  const [realVault, realPostOffice] = await Promise.all([realPath(vault), realPath(postOffice)]);
  if (liesIn(realVault, realPostOffice)) {
    throw new PostbagError('check', 'vault-inside-post-office', { vault, path: postOffice });
  }
  if (liesIn(realPostOffice, realVault)) {
    throw new PostbagError('check', 'post-office-inside-vault', { vault, path: postOffice });
  }
}

function liesIn(inner: string, outer: string): boolean {
  const fold = (text: string): string => (process.platform === 'linux' ? text : text.toLowerCase());
  const relative = path.relative(fold(outer), fold(inner));
  // `..bags` is a name like any other.
  const out = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  return !out;
}

/** Bytes that a bag of so many files and bytes needs. */
export function spaceNeeded(files: number, bytes: number): number {
  return bytes + files * EXTRA_PER_FILE + EXTRA;
}

export interface SpaceCheck {
  readonly vault: string;
  readonly postOffice: string;
  readonly files: number;
  readonly bytes: number;
  /** Of these, bytes that are likely to be there already, in an older bag or in one that is gone on with. */
  readonly likelyThere: number;
}

/**
 * Looks at room and disks. Too little room is an error; one disk for both is a warning, since with that disk mail and
 * backup would be lost together.
 */
export async function checkSpace(
  check: SpaceCheck,
  fork: Fork,
): Promise<{ freeBytes: number; neededBytes: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  const { free } = await spaceOf(check.vault);
  const most = spaceNeeded(check.files, check.bytes);
  const needed = most - check.likelyThere;
  if (free < needed) findings.push(findingNow('not-enough-space', 'error', 'check', { free, needed }));
  else if (free < most) findings.push(findingNow('space-tight', 'warning', 'check', { free, needed, most }));

  let mounts: string[] = [];
  try {
    mounts = await listMounts(fork);
  } catch (error) {
    findings.push(findingNow('disks-unknown', 'info', 'check', { reason: describeError(error) }));
  }
  if (await onOneDevice(check.vault, check.postOffice)) {
    const disk = mountOf(await realPath(check.vault), mounts) ?? path.parse(check.vault).root;
    findings.push(findingNow('same-disk', 'warning', 'check', { disk }));
  }
  return { freeBytes: free, neededBytes: needed, findings };
}
