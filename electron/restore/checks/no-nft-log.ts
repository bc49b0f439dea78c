import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { foldCase } from '../../postoffice/names';
import { found, type Check } from './checked-copy';
import { toolChanges } from './tool-changes';

/** Text log that IMPORT and EXPORT write when they meet an NFT error (domain.md 1.2). */
const NFT_LOG = 'NFTERROR.LOG';

/** File systems keep times to two seconds at worst. */
const COARSE_MS = 2000;

/**
 * No NFTERROR.LOG is newer than the backup. One that was written while the backup ran is to be looked at, since the clock of
 * a file server may be wrong; one that came later comes from a tool that met an error in this copy.
 */
export const noNftLogCheck: Check = async ({ checked, inventory: { files, leftOut } }) => {
  const names = [...files.map((file) => file.path), ...leftOut];
  const logs = names.filter((name) => foldCase(path.posix.basename(name)) === NFT_LOG);
  const changes = toolChanges(checked.repair);
  const sealed = Date.parse(checked.sealedAt) + COARSE_MS;
  const begun = Date.parse(checked.recoveryPoint ?? checked.sealedAt) + COARSE_MS;
  let newest = found('ok', { logs: logs.length });
  for (const name of logs) {
    const { mtimeMs } = await lstat(path.join(checked.copy, ...name.split('/')));
    const params = { name1: name, count: 1, at: new Date(mtimeMs).toISOString() };
    if (mtimeMs > sealed || changes.has(name)) return found('failed', { reason: 'later', ...params });
    if (mtimeMs > begun) newest = found('warning', { reason: 'meanwhile', ...params });
  }
  return newest;
};
