import { describeError } from '../run/errors';
import { isRemote, mountOf, readMounts, type Mount } from './mounts';
import { unusable, type StillLook, type StillPlace } from './still';

/** The mount that a place lies on, among all others. */
export interface LocalMount {
  readonly mount: Mount;
  readonly mounts: readonly Mount[];
}

/** What a look found, or why it found nothing. */
export type Found<T> = { readonly found: T } | { readonly refused: StillLook };

/**
 * Finds the mount of a place that lies on this computer, on Linux. Refused with `other-system`, `on-another-computer`,
 * `other-volume`, or `failed` where mounts cannot be read. Never throws.
 */
export async function localMount({ folder, platform }: StillPlace): Promise<Found<LocalMount>> {
  if (platform !== 'linux') return { refused: unusable('other-system') };
  try {
    const mounts = await readMounts();
    const mount = mountOf(folder, mounts);
    if (!mount)
      return { refused: unusable('other-volume', { type: 'an unknown file system', point: folder }) };
    if (isRemote(mount))
      return { refused: unusable('on-another-computer', { server: serverOf(mount.source) }) };
    return { found: { mount, mounts } };
  } catch (error) {
    return { refused: unusable('failed', { program: 'Postbag', reason: describeError(error) }) };
  }
}

/** The computer in what a remote file system is mounted from: `//server/share`, `server:/folder`, `user@server:folder`. */
export function serverOf(source: string): string {
  const share = /^[/\\]{2}([^/\\]+)/.exec(source)?.[1];
  return share ?? /^(?:[^@:/]*@)?(\[[^\]]+\]|[^:/]+):/.exec(source)?.[1] ?? source;
}
