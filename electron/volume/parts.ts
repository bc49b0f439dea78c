import { stat } from 'node:fs/promises';
import path from 'node:path';

/** A part of a post office that lies on a volume of its own. */
export interface Part {
  /** Where it is inside the post office, with `/`; empty for the post office itself. */
  readonly at: string;
  /** Absolute folder. */
  readonly folder: string;
}

/**
 * The parts of a post office: itself first, then every folder below it that lies on another volume than the folder above
 * it. Two snapshots are never of one instant.
 * @param folders all folders below `root`, relative, with `/`
 * @throws system errors when `root` cannot be looked at
 */
export async function partsOf(root: string, folders: readonly string[]): Promise<Part[]> {
  const parts: Part[] = [{ at: '', folder: root }];
  const devices = new Map([['', (await stat(root)).dev]]);
  for (const at of [...folders].sort()) {
    const folder = path.join(root, ...at.split('/'));
    const device = await stat(folder).then(
      ({ dev }) => dev,
      () => null, // gone meanwhile, or not to be looked at: then nothing in it will be copied either
    );
    if (device === null) continue;
    devices.set(at, device);
    const above = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '';
    if (devices.get(above) !== undefined && devices.get(above) !== device) parts.push({ at, folder });
  }
  return parts;
}
