import type { AdapterId, AdapterState, Connection, ConnectionList } from '../../shared/access';
import type { Failure } from '../../shared/result';
import { disquietWords } from '../../shared/words/access';
import { Cancelled, PostbagError } from '../run/errors';
import { failureOf, isCancel } from '../run/findings';
import type { AccessAdapter, Closing, Listing, Place } from './adapter';
import { adaptersFor } from './adapters';
import { liesElsewhere } from '../volume/remote';

/** How long one adapter may take to list; a server that does not answer must not hold up the others, ms. */
const PATIENCE_MS = 20_000;

/** What can be done about the access to one post office, and what was found when it was looked at. */
export interface Ways {
  readonly states: readonly AdapterState[];
  /** Somebody who has a file open would be seen, wherever he is. */
  readonly seesAll: boolean;
  /** New connections can be refused, and not only asked not to come. */
  readonly refuses: boolean;
}

/** Everybody who is connected to one post office, seen and closed with all adapters together. */
export class Access {
  constructor(
    readonly place: Place,
    private readonly all: readonly AccessAdapter[] = adaptersFor(),
  ) {}

  /** What can be done here and now. Changes nothing. */
  async look(): Promise<Ways> {
    const states = await Promise.all(this.all.map((adapter) => this.#state(adapter)));
    const elsewhere = await liesElsewhere(this.place.root, this.place.platform);
    const lists = (id: AdapterId): boolean => states.some((state) => state.id === id && state.lists);
    const closes = (id: AdapterId): boolean => states.some((state) => state.id === id && state.closes);
    return {
      states,
      seesAll: lists('commands') || (!elsewhere && this.#seesHere(states)),
      refuses:
        closes('samba') || closes('windows-share') || closes('commands') || notShared(states, elsewhere),
    };
  }

  /** On Windows the files that are open over the network are the system's own, and no program's. */
  #seesHere(states: readonly AdapterState[]): boolean {
    const state = (id: AdapterId): AdapterState | undefined => states.find((one) => one.id === id);
    if (state('processes')?.lists !== true) return false;
    if (this.place.platform !== 'win32') return true;
    const share = state('windows-share');
    return share?.lists === true || share?.reason?.code === 'not-shared';
  }

  async #state(adapter: AccessAdapter): Promise<AdapterState> {
    const use = this.place.settings.use[adapter.id];
    const look =
      use === 'off'
        ? { lists: false, closes: false, reason: { code: 'switched-off' as const, params: {} }, target: '' }
        : await adapter.look(this.place);
    return { id: adapter.id, use, ...look };
  }

  /** Who is connected now. An adapter that could not say is among the failures. @throws Cancelled */
  async list(signal: AbortSignal): Promise<ConnectionList> {
    const { states, seesAll } = await this.look();
    const failures: ConnectionList['failures'] = [];
    const listings = new Map<AdapterId, Listing>();
    await Promise.all(
      states.map(async ({ id, lists }) => {
        const adapter = this.all.find((one) => one.id === id);
        if (!lists || !adapter?.list) return;
        try {
          listings.set(id, await patiently(signal, (limited) => adapter.list?.(this.place, limited)));
        } catch (error) {
          if (signal.aborted) throw error;
          failures.push({ adapter: id, failure: listingFailure(id, error) });
        }
      }),
    );
    return {
      at: new Date().toISOString(),
      adapters: [...states],
      connections: merged(listings),
      seesAll,
      notExamined: [...listings.values()].reduce((sum, { notExamined }) => sum + notExamined, 0),
      failures,
    };
  }

  /** How new connections will be refused, in order: what really refuses first, the marker, which only asks, last. */
  async closing(id: AdapterId, runId: string): Promise<Closing> {
    const adapter = this.all.find((one) => one.id === id);
    if (!adapter?.closing) throw new Error(`${id} closes nothing`);
    return await adapter.closing(this.place, runId);
  }

  /** @throws PostbagError `connection-gone`, `disconnect-failed` */
  async disconnect(connection: Connection, force: boolean): Promise<void> {
    const adapter = this.all.find((one) => one.id === connection.adapter);
    if (!adapter?.disconnect || connection.ends === 'no') {
      const params = { who: connection.id, reason: 'nothing here can end it' };
      throw new PostbagError('close', 'disconnect-failed', params);
    }
    await adapter.disconnect(this.place, { ...connection, id: ownId(connection) }, force);
  }
}

/** Gives work a signal that is aborted when the whole is, and when it took too long. */
async function patiently<T>(
  signal: AbortSignal,
  work: (limited: AbortSignal) => Promise<T> | undefined,
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Cancelled('not listed in time'));
  const timer = setTimeout(stop, PATIENCE_MS);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const working = work(controller.signal);
    if (!working) throw new Error('an adapter that does not list');
    return await working;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function listingFailure(adapter: AdapterId, error: unknown): Failure {
  if (!isCancel(error)) return failureOf(error, 'close');
  const reason = disquietWords.tooSlow(PATIENCE_MS / 1_000);
  return { code: 'access-failed', stage: 'close', params: { adapter, reason } };
}

/** Nobody can come over a share that is not there. */
function notShared(states: readonly AdapterState[], elsewhere: boolean): boolean {
  if (elsewhere) return false;
  const share = states.filter(({ id }) => id === 'samba' || id === 'windows-share');
  return share.every(({ reason }) => {
    const code = reason?.code;
    return code === 'not-shared' || code === 'other-system' || code === 'program-missing';
  });
}

/**
 * A session on a Samba share has a program of this computer behind it: one connection, told by who knows more of it. A
 * program that only works in the folder, such as the terminal in which Postbag was called, has nothing open there: it
 * is no connection, and must not be ended for it.
 */
function merged(listings: ReadonlyMap<AdapterId, Listing>): Connection[] {
  const servers = new Set((listings.get('samba')?.connections ?? []).map(({ pid }) => pid));
  return [...listings].flatMap(([id, { connections }]) =>
    connections
      .filter(({ pid, files }) => id !== 'processes' || (files.length > 0 && !servers.has(pid)))
      .map((connection) => ({ ...connection, id: `${id}:${connection.id}` })),
  );
}

/** What the adapter itself calls a connection; to everybody else its name stands before it, so that no two are the same. */
const ownId = ({ adapter, id }: Connection): string => id.slice(adapter.length + 1);
