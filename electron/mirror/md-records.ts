import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { RunProgram } from '../run/program';
import { Refusal, runOrRefuse } from '../volume/refusal';
import { deviceOf, nameOf, readArray, SYSFS, type MdArray } from './md-array';

/** What is written on a disk of an array about it. */
export interface MdRecord {
  /** Of the array. */
  readonly array: string;
  /** Of the disk; empty where its kind of record has none. */
  readonly disk: string;
  /** Grows with whatever happens to the array while the disk is in it. */
  readonly events: string;
}

/** Reads the lines `NAME=value` that mdadm prints for programs. */
export function parseExport(printed: string): ReadonlyMap<string, string> {
  const lines = printed.split('\n').map((line) => /^(\w+)=(.*)$/.exec(line.trim()));
  return new Map(lines.flatMap((line) => (line ? [[line[1] ?? '', line[2] ?? ''] as const] : [])));
}

/** The UUID of an array. @throws Refusal `program-missing`, `no-rights`, `failed`, `not-understood` */
export async function uuidOf(array: string, runProgram: RunProgram): Promise<string> {
  const args = ['--detail', '--export', array];
  const uuid = parseExport(await runOrRefuse({ program: 'mdadm', args }, runProgram)).get('MD_UUID');
  if (uuid === undefined || uuid === '') throw new Refusal('not-understood', { program: 'mdadm' });
  return uuid;
}

/** What is written on a disk. @throws Refusal `failed` where it never was in an array; as `uuidOf` */
export async function recordOn(disk: string, runProgram: RunProgram): Promise<MdRecord> {
  const args = ['--examine', '--export', disk];
  const found = parseExport(await runOrRefuse({ program: 'mdadm', args }, runProgram));
  const array = found.get('MD_UUID');
  if (array === undefined || array === '') throw new Refusal('not-understood', { program: 'mdadm' });
  return { array, disk: found.get('MD_DEV_UUID') ?? '', events: found.get('MD_EVENTS') ?? '' };
}

/** A device that is no array, or no part of one, is none that is looked for; what stops mdadm stops all of it. */
function notThis(error: unknown): null {
  if (error instanceof Refusal && ['failed', 'not-understood'].includes(error.code)) return null;
  throw error;
}

/**
 * An array that runs now, whatever it is called since the computer was started anew; null where none does.
 * @param last what it was called
 * @throws Refusal `program-missing`, `no-rights`; system errors
 */
export async function findArray(
  uuid: string,
  last: string,
  runProgram: RunProgram,
  sysfs = SYSFS,
): Promise<MdArray | null> {
  const names = await readdir(path.join(sysfs, 'block'));
  for (const name of likelyFirst(names, nameOf(last))) {
    const array = await readArray(path.join(sysfs, 'block', name));
    if (!array) continue;
    if ((await uuidOf(deviceOf(name), runProgram).catch(notThis)) === uuid) return array;
  }
  return null;
}

/**
 * The disk on which a record is written, whatever it is called by now; null where none is.
 * @param wanted of a record; an empty `disk` means the last name alone
 * @param last what it was called
 * @throws as `findArray`
 */
export async function findDisk(
  wanted: Pick<MdRecord, 'array' | 'disk'>,
  last: string,
  runProgram: RunProgram,
  sysfs = SYSFS,
): Promise<string | null> {
  const all = await readdir(path.join(sysfs, 'class/block'));
  const names = wanted.disk === '' ? [nameOf(last)] : likelyFirst(all, nameOf(last));
  for (const name of names) {
    const record = await recordOn(deviceOf(name), runProgram).catch(notThis);
    if (record?.array === wanted.array && record.disk === wanted.disk) return deviceOf(name);
  }
  return null;
}

const likelyFirst = (names: readonly string[], likely: string): string[] => [
  ...names.filter((name) => name === likely),
  ...names.filter((name) => name !== likely),
];
