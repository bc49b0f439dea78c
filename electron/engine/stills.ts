import type { KnownPostOffice } from '../../shared/settings';
import {
  noMirrorCommands,
  type MirrorCommands,
  type StillOptions,
  type StillState,
} from '../../shared/still';
import type { StillMethod } from '../../shared/still-choice';
import type { StillJob } from '../backup/still/stills';
import { bytesOf } from '../backup/work';
import { mirrorProviders } from '../mirror/providers';
import type { MirrorProvider } from '../mirror/provider';
import type { Inventory } from '../postoffice/inventory';
import { runProgram } from '../run/program';
import type { SettingsStore } from '../settings/store';
import { snapshotProviders } from '../snapshot/providers';
import type { SnapshotProvider } from '../snapshot/provider';
import { chooseOffer, offersOf, whyNone } from '../volume/choose';
import { partsOf, type Part } from '../volume/parts';
import type { StillPlace } from '../volume/still';
import type { EngineEvents } from './events';
import { whereItLies } from './where-it-lies';

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
    const { place, parts } = await this.#place(known, inventory);
    const [snapshot, mirror] = await Promise.all([
      offersOf(snapshotProviders, place, parts),
      offersOf(mirrorProviders, place, parts),
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
    const { place, parts } = await this.#place(known, inventory);
    const providers = method === 'snapshot' ? snapshotProviders : mirrorProviders;
    const offers = await offersOf<SnapshotProvider | MirrorProvider>(providers, place, parts);
    const offer = chooseOffer(offers, options.provider);
    const states = offers.map(({ state }) => state);
    return { method, options, offer, why: offer ? '' : whyNone(states, options.provider) };
  }

  /** Keeps the commands that break the mirror of a post office on the list. */
  setMirror(id: string, mirror: MirrorCommands): void {
    this.settings.changePostOffice(id, { mirror });
    this.events.emit('post-offices-changed', null);
  }

  /** @throws PostbagError `post-office-not-found` */
  async #place(
    known: KnownPostOffice,
    inventory: Inventory,
  ): Promise<{ place: StillPlace; parts: readonly Part[] }> {
    const folder = await whereItLies(known);
    const place: StillPlace = {
      folder,
      name: known.name,
      bytes: bytesOf(inventory),
      commands: known.mirror ?? noMirrorCommands,
      runProgram,
      platform: process.platform,
    };
    return { place, parts: await partsOf(folder, inventory.folders) };
  }
}
