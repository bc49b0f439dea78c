import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { saidBy, type ProgramCall, type ProgramEnd, type RunProgram } from '../run/program';
import { hiddenMount } from './hidden-mount';
import { localMount } from './local-mount';
import { Refusal, runOrRefuse } from './refusal';
import type { StillPlace } from './still';

/** The dataset of ZFS that a place lies on. */
export interface ZfsPlace {
  /** As `zfs list` names it: `tank/mail`. */
  readonly dataset: string;
  readonly pool: string;
  /** Where the place lies in the dataset, absolute from its root. */
  readonly inside: string;
  readonly properties: ZfsProperties;
}

/** Properties of a dataset by name, numbers in full: zfsprops(7). */
export type ZfsProperties = ReadonlyMap<string, string>;

/** How long a program may take that changes a pool or a dataset, ms: a pool at work lets it wait. */
export const ZFS_LIMIT_MS = 180_000;

/** As Linux lists the file systems of OpenZFS and of zfs-fuse. */
const ZFS = /^(fuse\.)?zfs$/;

/**
 * Finds the dataset that a place lies on, and makes sure that ZFS knows it and may be told to change it.
 * @throws Refusal `other-system`, `on-another-computer`, `other-volume`, `program-missing`, `no-rights`, `failed`,
 *   `not-understood`
 */
export async function zfsPlace(place: StillPlace): Promise<ZfsPlace> {
  const local = await localMount(place);
  if ('refused' in local) {
    const { reason } = local.refused;
    throw reason ? new Refusal(reason.code, reason.params) : new Refusal('other-volume');
  }
  const { mount, mounts } = local.found;
  const { type, point, root, source } = mount;
  if (!ZFS.test(type)) throw new Refusal('other-volume', { type, point });
  if (source.includes('@')) throw new Refusal('other-volume', { type: 'a snapshot of ZFS', point });
  const hidden = await hiddenMount(place.folder, mounts);
  if (hidden)
    throw new Refusal('other-volume', { type: 'something bound from elsewhere', point: hidden.point });
  const properties = await readProperties(source, place.runProgram);
  if (properties?.get('type') !== 'filesystem') throw new Refusal('not-understood', { program: 'zfs' });
  // Everybody may ask OpenZFS; on Linux only root may mount what comes of it, whatever was delegated (zfs-allow(8)).
  if (process.geteuid?.() !== 0) throw new Refusal('no-rights', { program: 'zfs' });
  const inside = path.posix.join(root, path.posix.relative(point, place.folder));
  return { dataset: source, pool: poolOf(source), inside, properties };
}

/** The pool in the name of a dataset or a snapshot. */
export const poolOf = (name: string): string => name.replace(/[/@].*$/s, '');

/**
 * All properties of a dataset or a snapshot; null when there is none of that name.
 * @throws Refusal `program-missing`, `no-rights`, `failed`
 */
export async function readProperties(name: string, runProgram: RunProgram): Promise<ZfsProperties | null> {
  // zfs-fuse knows fewer properties than OpenZFS, and refuses to be asked for others by name.
  const args = ['get', '-H', '-p', '-o', 'property,value', 'all', name];
  const printed = await runUnlessGone({ program: 'zfs', args }, runProgram);
  return printed === null ? null : parseProperties(printed);
}

/** Reads `zfs get -H -p -o property,value`. Of a property that stands there twice the first counts. */
export function parseProperties(printed: string): ZfsProperties {
  const lines = printed.split('\n').flatMap((line): (readonly [string, string])[] => {
    const tab = line.indexOf('\t');
    return tab === -1 ? [] : [[line.slice(0, tab), line.slice(tab + 1)]];
  });
  return new Map(lines.reverse());
}

/** What the programs of ZFS say of a dataset, a snapshot or a pool that is not there. */
const GONE = /dataset does not exist|no such (pool|dataset)/;

/**
 * Runs a program of ZFS that has to end with 0.
 * @returns what it printed; null when what it asks for is not there
 * @throws Refusal `program-missing`, `no-rights`, `failed`
 */
export async function runUnlessGone(call: ProgramCall, runProgram: RunProgram): Promise<string | null> {
  let end: ProgramEnd | undefined;
  try {
    return await runOrRefuse(call, async (asked) => (end = await runProgram(asked)));
  } catch (error) {
    if (end && GONE.test(end.stderr)) return null;
    throw error;
  }
}

/** How long what is in use is waited for, ms. zfs-fuse needs a while to let go of what nobody uses any more. */
export const BUSY_MS = 15_000;
const TRY_EVERY = 500;

/**
 * Runs a program of ZFS again and again while it says that something is in use.
 * @returns false when what it should act on is not there
 * @throws Error with what it said: still in use after `busyMs`, or anything else
 */
export async function runUntilNotBusy(
  call: ProgramCall,
  runProgram: RunProgram,
  busyMs = BUSY_MS,
): Promise<boolean> {
  const until = Date.now() + busyMs;
  for (;;) {
    const end = await runProgram({ limitMs: ZFS_LIMIT_MS, ...call });
    if (end.code === 0) return true;
    if (GONE.test(end.stderr)) return false;
    if (!/\bbusy\b/i.test(end.stderr) || Date.now() > until) throw new Error(saidBy(end));
    await sleep(TRY_EVERY);
  }
}
