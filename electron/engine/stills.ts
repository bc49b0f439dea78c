import type { KnownPostOffice } from '../../shared/settings';
import {
  noMirrorCommands,
  type MirrorCommands,
  type StillOptions,
  type StillState,
} from '../../shared/still';
import type { StillJob, StillMethod } from '../backup/still/stills';
import { bytesOf } from '../backup/work';
import { mirrorProviders } from '../mirror/providers';
import type { MirrorProvider } from '../mirror/provider';
import type { Inventory } from '../postoffice/inventory';
import { PostbagError } from '../run/errors';
import { runProgram } from '../run/program';
import { realPath } from '../run/real-path';
import type { SettingsStore } from '../settings/store';
import { snapshotProviders } from '../snapshot/providers';
import type { SnapshotProvider } from '../snapshot/provider';
import { chooseOffer, offersOf, whyNone, type Offer } from '../volume/choose';
import { partsOf } from '../volume/parts';
import type { StillPlace } from '../volume/still';
import type { EngineEvents } from './events';

/** What each method's providers can do for one post office. */
export type StillOffers = Readonly<Record<StillMethod, readonly StillState[]>>;

/** What can make the post offices stand still while they are read. */
export class PostOfficeStills {
  constructor(
    private readonly settings: SettingsStore,
    private readonly events: EngineEvents,
  ) {}

  /** What each provider can do for a post office, and why not. @throws PostbagError `post-office-not-found` */
  async states(known: KnownPostOffice, inventory: Inventory): Promise<StillOffers> {
    const [snapshot, mirror] = await Promise.all([
      this.#offers(snapshotProviders, known, inventory),
      this.#offers(mirrorProviders, known, inventory),
    ]);
    return { snapshot: snapshot.map(({ state }) => state), mirror: mirror.map(({ state }) => state) };
  }

  /** What a backup is to be read from. @throws PostbagError `post-office-not-found` */
  async job(
    method: StillMethod,
    known: KnownPostOffice,
    inventory: Inventory,
    options: StillOptions,
  ): Promise<StillJob> {
    const offers: readonly Offer<SnapshotProvider | MirrorProvider>[] =
      method === 'snapshot'
        ? await this.#offers(snapshotProviders, known, inventory)
        : await this.#offers(mirrorProviders, known, inventory);
    const offer = chooseOffer(offers, options.provider);
    const states = offers.map(({ state }) => state);
    return { method, options, offer, why: offer ? '' : whyNone(states, options.provider) };
  }

  /** Keeps the commands that break the mirror of a post office on the list. */
  setMirror(id: string, mirror: MirrorCommands): void {
    this.settings.change((settings) => ({
      ...settings,
      postOffices: settings.postOffices.map((one) => (one.id === id ? { ...one, mirror } : one)),
    }));
    this.events.emit('post-offices-changed', null);
  }

  async #offers<Provider extends SnapshotProvider | MirrorProvider>(
    providers: readonly Provider[],
    known: KnownPostOffice,
    inventory: Inventory,
  ): Promise<Offer<Provider>[]> {
    const folder = await realPath(known.path).catch((error: unknown) => {
      throw new PostbagError('check', 'post-office-not-found', { path: known.path }, { cause: error });
    });
    const place: StillPlace = {
      folder,
      name: known.name,
      bytes: bytesOf(inventory),
      commands: known.mirror ?? noMirrorCommands,
      runProgram,
      platform: process.platform,
    };
    return await offersOf(providers, place, await partsOf(folder, inventory.folders));
  }
}
