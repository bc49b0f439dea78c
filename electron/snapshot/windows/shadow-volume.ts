import { below, plainPath } from '../../run/windows/windows-path';
import type { LookAnswer } from './shadow-scripts';

/** The volume that a folder lies on. */
export interface ShadowVolume {
  /** `\\?\Volume{…}\`. */
  readonly id: string;
  /** What people call it: `D:`, `C:\mail`. */
  readonly name: string;
  readonly fileSystem: string;
  /** The folder's path inside the volume, with `\`; empty for all of it. */
  readonly inside: string;
}

/** Shadow copies are made of these (Win32_Volume.FileSystem). */
export const canBeShadowed = ({ fileSystem }: ShadowVolume): boolean => /^(NTFS|ReFS)$/i.test(fileSystem);

/**
 * The volume of a folder: the one that is mounted deepest above it. A volume may be mounted in a folder of another, and
 * one that is taken for the other would be read as it is now, through the shadow copy of the wrong one.
 * @param folder absolute, as `plainPath` writes it
 */
export function volumeOf(folder: string, { volumes, mounts }: LookAnswer): ShadowVolume | null {
  const places = [...volumes, ...mounts].flatMap(({ id, name }) => {
    const point = plainPath(name);
    const inside = below(point, folder);
    return inside === null ? [] : [{ id, name: point, inside: inside.split('/').join('\\') }];
  });
  const deepest = places.reduce<(typeof places)[number] | null>(
    (best, place) => (best === null || place.name.length > best.name.length ? place : best),
    null,
  );
  const volume = volumes.find(({ id }) => deepest !== null && sameVolume(id, deepest.id));
  return deepest && volume ? { ...deepest, id: volume.id, fileSystem: volume.fileSystem } : null;
}

/** Whether two ids name one volume: where classes refer to each other they may write the backslashes in another way. */
export const sameVolume = (one: string, other: string): boolean =>
  guidOf(one) !== '' && guidOf(one) === guidOf(other);
const guidOf = (id: string): string => /\{[0-9a-f-]+\}/i.exec(id)?.[0].toLowerCase() ?? '';

/** More than any disk holds stands for "without a limit". */
const NO_LIMIT = 2n ** 62n;

/** Bytes that shadow copies of a volume may still take; null where nothing was set. */
export function shadowSpace({ id }: ShadowVolume, { storage }: LookAnswer): number | null {
  const set = storage.find((one) => sameVolume(one.id, id));
  if (!set || BigInt(set.most) >= NO_LIMIT) return null;
  const left = BigInt(set.most) - BigInt(set.used);
  return left > 0n ? Number(left) : 0;
}
