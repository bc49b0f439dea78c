import path from 'node:path';
import { hiddenMount } from './hidden-mount';
import { localMount } from './local-mount';
import type { Mount } from './mounts';
import { Refusal } from './refusal';
import type { StillPlace } from './still';

/** A place on a file system that lies on one device. */
export interface DeviceMount {
  readonly mount: Mount;
  /** Where the place lies inside the file system, absolute from its root. */
  readonly inside: string;
}

/**
 * File systems of which a copy of the device can be mounted beside the original. Not btrfs: a second device with the same
 * file system on it would be taken for a part of the first.
 */
const COPIES = /^(ext[34]|xfs)$/;

/**
 * Finds the file system that a place lies on.
 * @throws Refusal `other-system`, `on-another-computer`, `other-volume`, `failed`
 */
export async function deviceMount(place: StillPlace): Promise<DeviceMount> {
  const local = await localMount(place);
  if ('refused' in local) {
    const { reason } = local.refused;
    throw reason ? new Refusal(reason.code, reason.params) : new Refusal('other-volume');
  }
  const { mount, mounts } = local.found;
  const { type, point, root } = mount;
  if (!COPIES.test(type)) throw new Refusal('other-volume', { type, point });
  const hidden = await hiddenMount(place.folder, mounts);
  if (hidden)
    throw new Refusal('other-volume', { type: 'something bound from elsewhere', point: hidden.point });
  return { mount, inside: path.posix.join(root, path.posix.relative(point, place.folder)) };
}
