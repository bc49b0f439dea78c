import { describeError, PostbagError } from '../../run/errors';
import { saidBy } from '../../run/program';
import { unavailable, type AccessAdapter, type Listing, type Look, type Place } from '../adapter';
import { namesOf, prepareClosing } from './closing';
import { connectionsTo } from './connections';
import { findLever, isPulled } from './lever';
import { sharesLeadingTo, type SharesHere } from './shares';
import { readStatus } from './status';
import { runSamba, sambaOf, SambaTrouble, troubleOf, type Samba } from './tools';

const SYSTEMS: readonly NodeJS.Platform[] = ['linux', 'darwin', 'freebsd'];

/** The file server Samba on this computer: its sessions, and whether its shares let anybody in. */
export const samba: AccessAdapter = {
  id: 'samba',

  look: async (place) => {
    if (!SYSTEMS.includes(place.platform)) return unavailable('other-system');
    try {
      return await lookAt(place);
    } catch (error) {
      if (error instanceof SambaTrouble) return unavailable(error.code, error.params);
      return unavailable('failed', { program: 'smbd', reason: describeError(error) });
    }
  },

  list: async (place, signal) => {
    try {
      return await listing(place, signal);
    } catch (error) {
      const reason = describeError(error);
      throw new PostbagError('close', 'access-failed', { adapter: 'samba', reason }, { cause: error });
    }
  },

  closing: prepareClosing,

  disconnect: async (place, connection) => {
    const who = connection.user ?? connection.from ?? connection.id;
    const failed = (reason: string, cause?: unknown): PostbagError =>
      new PostbagError('close', 'disconnect-failed', { who, reason }, { cause });
    let there: Listing;
    try {
      // Its process may have ended, and the number may be another one's by now.
      there = await listing(place);
    } catch (error) {
      throw failed(describeError(error), error);
    }
    const found = there.connections.find(({ id }) => id === connection.id);
    if (!found) return;
    if (found.pid === null) throw failed('its process is not known');
    const end = await runSamba(sambaOf(place), 'smbcontrol', [String(found.pid), 'shutdown']);
    if (end.code !== 0) throw failed(saidBy(end));
  },
};

async function listing(place: Place, signal?: AbortSignal): Promise<Listing> {
  const server = sambaOf(place);
  const [status, shared] = await Promise.allSettled([
    readStatus(server, signal),
    sharesLeadingTo(server, place.root, signal),
  ]);
  // Without rights both fail, and only the first one says that.
  if (status.status === 'rejected') throw status.reason;
  if (shared.status === 'rejected') throw shared.reason;
  return { connections: await connectionsTo(status.value, shared.value.shares, place.root), notExamined: 0 };
}

/** @throws SambaTrouble when nothing can be done */
async function lookAt(place: Place): Promise<Look> {
  const server = sambaOf(place);
  const [status, shared, control] = await Promise.allSettled([
    readStatus(server),
    sharesLeadingTo(server, place.root),
    runSamba(server, 'smbcontrol', ['--version']),
  ]);
  if (control.status === 'fulfilled' && control.value.failed === 'missing') {
    throw troubleOf('smbcontrol', control.value);
  }
  const trouble = status.status === 'rejected' ? (status.reason as unknown) : null;
  // Samba is not there, or not for this account: whatever else went wrong follows from that.
  if (trouble instanceof SambaTrouble && trouble.code !== 'failed' && trouble.code !== 'not-understood') {
    throw trouble;
  }
  if (shared.status === 'rejected') throw shared.reason;
  const { shares } = shared.value;
  if (shares.length === 0) throw new SambaTrouble('not-shared', {}, 'no share leads to it');
  const limit = await limitOf(server, shared.value);
  const first = trouble instanceof SambaTrouble ? trouble : limit;
  return {
    lists: trouble === null,
    closes: limit === null,
    reason: first && { code: first.code, params: first.params },
    target: namesOf(shares),
  };
}

/** Why the shares cannot be closed; null when they can. One that is closed already needs nothing. */
async function limitOf(server: Samba, { config, shares }: SharesHere): Promise<SambaTrouble | null> {
  try {
    const open = shares.filter(({ available }) => available);
    const asked = open.length > 0 ? open : shares;
    const levers = await Promise.all(asked.map(async (share) => await findLever(server, config, share)));
    if (open.length > 0) return null;
    // Closed by a run of our own that is not over yet: that one opens it again.
    for (const lever of levers) if (await isPulled(server, lever)) return null;
    const file = namesOf(shares);
    return new SambaTrouble('closed-by-somebody-else', { file }, `${file} is closed already`);
  } catch (error) {
    if (error instanceof SambaTrouble) return error;
    throw error;
  }
}
