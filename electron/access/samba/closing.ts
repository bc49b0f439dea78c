import { describeError, PostbagError } from '../../run/errors';
import type { Closing, Place } from '../adapter';
import { findLever, pull, release, type Lever } from './lever';
import { readShares, sharesLeadingTo, type Share } from './shares';
import { reload, sambaOf, SambaTrouble, type Samba } from './tools';

/** The names of shares, as a person reads them. */
export const namesOf = (shares: readonly Pick<Share, 'name'>[]): string =>
  shares.map(({ name }) => name).join(', ');

const failed = (error: unknown): PostbagError =>
  new PostbagError(
    'close',
    'close-failed',
    { adapter: 'samba', reason: describeError(error) },
    { cause: error },
  );

/**
 * Prepares that nobody can connect to any share that leads to the post office. Those that are closed already stay as
 * they are. Changes nothing.
 * @throws PostbagError `closed-by-somebody-else` when all are closed already; `close-failed`
 */
export async function prepareClosing(place: Place, runId: string): Promise<Closing> {
  const samba = sambaOf(place);
  let config: string;
  let levers: Lever[];
  try {
    const found = await sharesLeadingTo(samba, place.root);
    const open = found.shares.filter(({ available }) => available);
    if (found.shares.length === 0) throw new SambaTrouble('not-shared', {}, 'no share leads to it');
    if (open.length === 0) {
      throw new PostbagError('close', 'closed-by-somebody-else', { file: namesOf(found.shares) });
    }
    config = found.config;
    levers = await Promise.all(open.map(async (share) => await findLever(samba, found.config, share)));
  } catch (error) {
    throw error instanceof PostbagError ? error : failed(error);
  }
  const share = namesOf(levers.map((lever) => ({ name: lever.share })));
  return {
    undo: {
      action: 'open-samba-share',
      params: { shown: share, share, config: samba.config ?? '', levers: JSON.stringify(levers) },
    },
    act: async () => {
      try {
        await close(samba, config, levers, runId);
      } catch (error) {
        // What was begun would close something nobody asked for; its undo may also come later, or never be needed.
        for (const lever of levers) await release(samba, lever, runId).catch(() => undefined);
        await reload(samba).catch(() => undefined);
        throw failed(error);
      }
    },
  };
}

/** @throws Error when a share is open afterwards, whatever the configuration says elsewhere */
async function close(samba: Samba, config: string, levers: readonly Lever[], runId: string): Promise<void> {
  for (const lever of levers) await pull(samba, config, lever, runId);
  await reload(samba);
  const { shares } = await readShares(samba);
  const closed = new Set(levers.map(({ share }) => share));
  const still = shares.filter(({ name, available, byUser }) => available && !byUser && closed.has(name));
  if (still.length > 0) throw new Error(`still available: ${namesOf(still)}`);
}
