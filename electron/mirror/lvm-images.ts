import { volumeName, type LogicalVolume } from '../volume/lvm';
import { Refusal } from '../volume/refusal';

/** The images of a mirrored volume, each on a disk of its own, in order. A number that is left out is a lost one. */
export function imagesOf(volume: LogicalVolume, all: readonly LogicalVolume[]): LogicalVolume[] {
  const numberOf = ({ name }: LogicalVolume): number => {
    const begin = `${volume.name}_rimage_`;
    return name.startsWith(begin) ? Number(name.slice(begin.length)) : NaN;
  };
  return all
    .filter((one) => one.role.includes('image') && Number.isInteger(numberOf(one)))
    .sort((one, other) => numberOf(one) - numberOf(other));
}

/** Whether an image is split off while the changes of the rest are kept: then it is a volume of its own, and read-only. */
export const isSplitOff = ({ hidden, attributes }: LogicalVolume): boolean =>
  !hidden && attributes[1] === 'r';

/** The first letter of an image is `I` while it is not in step with the others: lvs(8). */
const isInStep = ({ attributes }: LogicalVolume): boolean => attributes.startsWith('i');

/** Whether every image is there and in step with the others. */
export const isWhole = (volume: LogicalVolume, images: readonly LogicalVolume[]): boolean =>
  volume.syncAction === 'idle' &&
  volume.syncPercent === 100 &&
  volume.health === '' &&
  images.every((image) => image.hidden && isInStep(image));

/**
 * The image that would be split off: LVM takes the last one.
 * @throws Refusal `no-mirror`, `degraded`, `not-in-step`, `not-understood`
 */
export function imageToSplit(volume: LogicalVolume, all: readonly LogicalVolume[]): LogicalVolume {
  const name = volumeName(volume);
  const images = imagesOf(volume, all);
  const last = images.at(-1);
  if (!volume.layout.includes('raid1') || !last || images.length < 2)
    throw new Refusal('no-mirror', { volume: name });
  const degraded = (state: string): Refusal => new Refusal('degraded', { volume: name, state });
  const split = images.find(({ hidden }) => !hidden);
  if (split) throw degraded(`${split.name} is split off`);
  if (volume.health !== '') throw degraded(volume.health);
  if (volume.syncPercent === null || volume.syncAction === '')
    throw new Refusal('not-understood', { program: 'lvs' });
  if (volume.syncAction !== 'idle' || volume.syncPercent < 100)
    throw new Refusal('not-in-step', { volume: name, percent: volume.syncPercent });
  for (const image of images) {
    if (image.health !== '') throw degraded(`${image.name}: ${image.health}`);
    if (image.attributes[4] !== 'a') throw degraded(`${image.name} is not active`);
    if (!isInStep(image)) throw degraded(`${image.name} is out of step`);
  }
  return last;
}
