import { readFile, stat } from 'node:fs/promises';
import { writeFile as writeAtomically } from 'atomically';
import { Restore, type RestoreEvent } from '../../shared/proof';
import { PostbagError, systemCode } from '../run/errors';
import { restoreFolder } from './folder';

/** A record is some pages of text; anything much larger is not ours. */
const MOST_BYTES = 16 << 20;

/**
 * Reads the record of a restore.
 * @param folder of its repair, absolute
 * @returns null where there is none: the repair is no restore
 * @throws PostbagError `repair-unknown` when it cannot be understood
 */
export async function readRestore(folder: string): Promise<Restore | null> {
  const { record } = restoreFolder(folder);
  try {
    if ((await stat(record)).size > MOST_BYTES) throw new Error('too large');
    return Restore.parse(JSON.parse(await readFile(record, 'utf8')));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw new PostbagError('request', 'repair-unknown', {}, { cause: error });
  }
}

/** @throws PostbagError `repair-unknown` where there is none */
export async function mustBeRestore(folder: string): Promise<Restore> {
  const restore = await readRestore(folder);
  if (!restore) throw new PostbagError('request', 'repair-unknown');
  return restore;
}

/** Writes it whole, by rename, and on the disk. @throws system errors */
export async function saveRestore(folder: string, restore: Restore): Promise<void> {
  await writeAtomically(restoreFolder(folder).record, JSON.stringify(Restore.parse(restore), null, 1));
}

/** A restore with something more in its history. */
export function withRestoreEvent(restore: Restore, event: Omit<RestoreEvent, 'at'>): Restore {
  return { ...restore, events: [...restore.events, { at: new Date().toISOString(), ...event }] };
}
