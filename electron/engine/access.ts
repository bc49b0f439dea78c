import type { AccessSettings, ConnectionList } from '../../shared/access';
import { usualAccess } from '../../shared/access';
import type { KnownPostOffice } from '../../shared/settings';
import { Access } from '../access/access';
import type { Place } from '../access/adapter';
import { adaptersFor } from '../access/adapters';
import { PostbagError } from '../run/errors';
import { runProgram } from '../run/program';
import type { SettingsStore } from '../settings/store';
import type { EngineEvents } from './events';
import { whereItLies } from './where-it-lies';

/** Who is connected to the post offices, and how that can be changed. */
export class PostOfficeAccess {
  constructor(
    private readonly settings: SettingsStore,
    private readonly events: EngineEvents,
  ) {}

  /**
   * The access to one post office.
   * @param message what users are told, written into the marker
   * @throws PostbagError `post-office-not-found`
   */
  async of(known: KnownPostOffice, message = ''): Promise<Access> {
    const root = await whereItLies(known);
    const place: Place = {
      root,
      name: known.name,
      settings: known.access ?? usualAccess,
      runProgram,
      platform: process.platform,
    };
    return new Access(place, adaptersFor(message));
  }

  async list(known: KnownPostOffice, signal = new AbortController().signal): Promise<ConnectionList> {
    return await (await this.of(known)).list(signal);
  }

  /** Ends one connection of the newest listing. @throws PostbagError `connection-gone`, `disconnect-failed` */
  async disconnect(known: KnownPostOffice, connectionId: string, force: boolean): Promise<void> {
    const access = await this.of(known);
    const { connections } = await access.list(new AbortController().signal);
    const connection = connections.find(({ id }) => id === connectionId);
    if (!connection) throw new PostbagError('close', 'connection-gone', { who: connectionId });
    await access.disconnect(connection, force);
  }

  /** Keeps how access to a post office on the list is seen and closed. */
  set(id: string, access: AccessSettings): void {
    this.settings.changePostOffice(id, { access });
    this.events.emit('post-offices-changed', null);
  }
}
