import { readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

/** A disk of an array. */
export interface MdMember {
  /** `/dev/sdb1`. */
  readonly device: string;
  /** Its place among the halves, from 0; null for one that has none: a spare, or what has failed. */
  readonly slot: number | null;
  /** `in_sync`, `faulty`, `spare`, `write_mostly`, … */
  readonly states: readonly string[];
  /** Where its data begin, bytes; null where that is not known. */
  readonly offset: number | null;
  readonly hasBadBlocks: boolean;
}

/** A software RAID array as the kernel shows it: `Documentation/admin-guide/md.rst`. Texts are empty where it has none. */
export interface MdArray {
  /** `/dev/md0`. */
  readonly device: string;
  /** `raid1`, … */
  readonly level: string;
  /** How many disks it lacks; null where it could not do without any. */
  readonly degraded: number | null;
  /** `idle`, `resync`, `recover`, `check`, … */
  readonly action: string;
  /** Whether its disks still have to be brought into step: begun, or waiting for something to be written. */
  readonly resyncs: boolean;
  /** `clean`, `active`, `readonly`, `broken`, … */
  readonly state: string;
  /** Of its records on the disks: `1.2`, `external:imsm`, … */
  readonly metadata: string;
  /** Whether it notes where its disks differ, so that no more than that is copied. */
  readonly hasBitmap: boolean;
  /** Whether writes may come late to disks that are `write_mostly`. */
  readonly writesBehind: boolean;
  readonly bytes: number;
  /** How far what it is doing is; null when it does nothing, or waits. */
  readonly percent: number | null;
  /** In the order of their slots; those without one last. */
  readonly members: readonly MdMember[];
}

/** The kernel counts the bytes of disks in these. */
const SECTOR = 512;

/** Where the kernel shows its devices; a test has another place. */
export const SYSFS = '/sys';

/** A name in sysfs has `!` where the device's name has `/`. */
export const deviceOf = (name: string): string => `/dev/${name.replaceAll('!', '/')}`;
export const nameOf = (device: string): string => device.replace(/^\/dev\//, '').replaceAll('/', '!');

/** Finds what the kernel shows of a device, by its `major:minor`; null where there is none. */
export const folderOf = async (number: string, sysfs = SYSFS): Promise<string | null> =>
  await realpath(path.join(sysfs, 'dev/block', number)).catch(() => null);

/**
 * Reads an array: neither rights nor a program is needed for that.
 * @param folder what the kernel shows of its device, absolute, links followed
 * @returns null where it is no array, or a part of one
 */
export async function readArray(folder: string): Promise<MdArray | null> {
  const names = await readdir(path.join(folder, 'md')).catch(() => null);
  if (names === null) return null;
  const read = async (name: string): Promise<string> => await textOf(path.join(folder, name));
  const [bitmap, backlog] = [await read('md/bitmap/location'), await read('md/bitmap/backlog')];
  const disks = names.filter((name) => name.startsWith('dev-'));
  const members = await Promise.all(
    disks.map(async (name) => await readMember(path.join(folder, 'md', name))),
  );
  return {
    device: deviceOf(path.basename(folder)),
    level: await read('md/level'),
    degraded: numberIn(await read('md/degraded')),
    action: await read('md/sync_action'),
    resyncs: (await read('md/resync_start')) !== 'none',
    state: await read('md/array_state'),
    metadata: await read('md/metadata_version'),
    hasBitmap: !['', 'none'].includes(bitmap),
    writesBehind: !['', '0'].includes(backlog),
    bytes: (numberIn(await read('size')) ?? 0) * SECTOR,
    percent: percentOf(await read('md/sync_completed')),
    members: members
      .filter((member) => member !== null)
      .sort((one, other) => (one.slot ?? Infinity) - (other.slot ?? Infinity) || 0),
  };
}

async function readMember(folder: string): Promise<MdMember | null> {
  const disk = await realpath(path.join(folder, 'block')).catch(() => null);
  if (disk === null) return null; // taken out meanwhile
  const states = await textOf(path.join(folder, 'state'));
  const offset = numberIn(await textOf(path.join(folder, 'offset')));
  const bad = [
    await textOf(path.join(folder, 'bad_blocks')),
    await textOf(path.join(folder, 'unacknowledged_bad_blocks')),
  ];
  return {
    device: deviceOf(path.basename(disk)),
    slot: numberIn(await textOf(path.join(folder, 'slot'))),
    states: states.split(',').filter((state) => state !== ''),
    offset: offset === null ? null : offset * SECTOR,
    hasBadBlocks: bad.some((list) => list !== ''),
  };
}

const textOf = async (file: string): Promise<string> => (await readFile(file, 'utf8').catch(() => '')).trim();

const numberIn = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);

/** `38784 / 204800`; `none` and `delayed` say nothing. */
function percentOf(text: string): number | null {
  const [, done, all] = /^(\d+) \/ (\d+)$/.exec(text) ?? [];
  return done === undefined || Number(all) === 0 ? null : (100 * Number(done)) / Number(all);
}
