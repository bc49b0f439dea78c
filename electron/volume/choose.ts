import { MirrorId, type StillId, type StillState } from '../../shared/still';
import { bestOf } from '../../shared/still-choice';
import { stillName, stillReason } from '../../shared/words/still';
import type { Part } from './parts';
import { unusable, type StillLook, type StillPlace, type StillProvider } from './still';

/** A part of a post office, and what a provider can do for it. */
export interface LookedPart {
  /** Where it is inside the post office; empty for the post office itself. */
  readonly at: string;
  readonly place: StillPlace;
  readonly look: StillLook;
}

/** What a provider can do for a whole post office. */
export interface Offer<Provider extends StillProvider> {
  readonly provider: Provider;
  readonly state: StillState;
  readonly parts: readonly LookedPart[];
}

/**
 * What each provider can do for a post office. One that cannot be used for every part cannot be used. Two parts are made
 * to stand still one after the other, so they are not of the same instant.
 * @param place the post office; its parts differ only in their folder
 */
export async function offersOf<Provider extends StillProvider>(
  providers: readonly Provider[],
  place: StillPlace,
  parts: readonly Part[],
): Promise<Offer<Provider>[]> {
  return await Promise.all(
    providers.map(async (provider) => {
      const looked = await Promise.all(
        parts.map(async ({ at, folder }): Promise<LookedPart> => {
          const own = { ...place, folder };
          return { at, place: own, look: await provider.look(own) };
        }),
      );
      return { provider, state: stateOf(provider, looked), parts: looked };
    }),
  );
}

function stateOf({ id, needsCalm = false }: StillProvider, parts: readonly LookedPart[]): StillState {
  const looks = parts.map(({ look }) => look);
  const refused = looks.find(({ usable }) => !usable) ?? sharedMirror(id, looks);
  const perFile = parts.length > 1 || looks.some(({ covers }) => covers === 'per-file');
  const spaces = looks.map(({ spaceBytes }) => spaceBytes).filter((space) => space !== null);
  const resyncs = looks.map(({ resync }) => resync);
  return {
    id,
    usable: refused === undefined,
    reason: refused?.reason ?? null,
    volumes: refused ? [] : [...new Set(looks.map(({ volume }) => volume))],
    covers: perFile ? 'per-file' : 'one-instant',
    needsCalm,
    spaceBytes: refused || spaces.length === 0 ? null : Math.min(...spaces),
    resync: resyncs.includes('all') ? 'all' : (resyncs[0] ?? null),
  };
}

/** A mirror can be broken only once: what two parts of a post office lie on cannot be read for both. */
function sharedMirror(id: StillId, looks: readonly StillLook[]): StillLook | undefined {
  if (!MirrorId.options.some((one) => one === id)) return undefined;
  const volumes = looks.map(({ volume }) => volume);
  const twice = volumes.find((volume, index) => volumes.indexOf(volume) !== index);
  return twice === undefined ? undefined : unusable('parts-share', { volume: twice });
}

/** The offer that is asked for, or the first one that can be used, those of one instant before others. */
export function chooseOffer<Provider extends StillProvider>(
  offers: readonly Offer<Provider>[],
  wanted: StillId | null,
): Offer<Provider> | null {
  const asked = offers.filter(({ state }) => wanted === null || state.id === wanted);
  const best = bestOf(asked.map(({ state }) => state));
  return asked.find(({ state }) => state === best) ?? null;
}

/** Why nothing that is asked for can be used, in a few sentences; what belongs to other systems is not told of. */
export function whyNone(states: readonly StillState[], wanted: StillId | null): string {
  const asked = states.filter(({ id }) => wanted === null || id === wanted);
  const told = asked.filter(
    ({ reason }) => reason !== null && (wanted !== null || reason.code !== 'other-system'),
  );
  return told
    .flatMap(({ id, reason }) => (reason ? [`${stillName(id)}: ${stillReason(reason)}`] : []))
    .join(' ');
}
