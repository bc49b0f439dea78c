import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { centralFiles } from '../../../electron/practice/files';
import { Mailer } from '../../../electron/practice/mailer';
import { AT, PAGE_BYTES } from '../../../electron/practice/layout';
import { readMarker } from '../../../electron/practice/marker';
import { openPage, sealPage, usedPayloadOf } from '../../../electron/practice/page';
import type { Random } from '../../../electron/practice/random';
import { Traffic } from '../../../electron/practice/traffic';
import { PRACTICE_MARKER } from '../../../shared/practice-marker';
import { damage } from './set';

/** The files of a post office by name, without the marker. */
export type Files = Map<string, Buffer>;

export async function readFiles(folder: string): Promise<Files> {
  const files: Files = new Map();
  for (const name of (await readdir(folder)).sort()) {
    if (name !== PRACTICE_MARKER) files.set(name, await readFile(path.join(folder, name)));
  }
  return files;
}

/** Lays a post office with these files into a folder; `office` lends its marker. */
export async function layOut(office: string, files: Files, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await copyFile(path.join(office, PRACTICE_MARKER), path.join(folder, PRACTICE_MARKER));
  for (const [name, bytes] of files) await writeFile(path.join(folder, name), bytes);
}

/** Lets the users of a post office do some operations in this process. */
export async function work(folder: string, seed: number, operations: number): Promise<void> {
  const mailer = await Mailer.open(folder);
  const traffic = new Traffic(mailer, seed);
  for (let done = 0; done < operations; done++) await traffic.step();
  await mailer.close();
}

/** As if many messages had come and gone: ids beyond 16 bits, and then far beyond. */
const NEXT_IDS: readonly (number | undefined)[] = [undefined, undefined, 65_520, undefined, 400_000];

/** The files as they were at several moments, so many operations apart. */
export async function history(
  folder: string,
  seed: number,
  moments: number,
  operations: number,
): Promise<Files[]> {
  const kept: Files[] = [];
  for (let moment = 0; moment < moments; moment++) {
    const nextId = NEXT_IDS[moment];
    if (nextId !== undefined) await setNextId(folder, nextId);
    if (moment > 0) await work(folder, seed + moment, operations);
    kept.push(await readFiles(folder));
  }
  return kept;
}

async function setNextId(folder: string, nextId: number): Promise<void> {
  const { shape } = await readMarker(folder);
  await damage(folder, centralFiles(shape).store, (bytes) => {
    setInHeader(bytes, 4, nextId);
    return bytes;
  });
}

/**
 * Seals the header of a file with another number in it.
 * @param field which of its numbers, from 0
 */
export function setInHeader(bytes: Buffer, field: number, value: number): void {
  const page = bytes.subarray(0, PAGE_BYTES);
  const head = openPage(page, 0);
  if (head === null) return;
  page.writeUInt32LE(value, AT.payload + 4 + 4 * field);
  sealPage(page, head, usedPayloadOf(page).length);
}

/**
 * A copy as damaged as chance has it: files and pages of different moments, and then zeros, cuts, pages that changed
 * places, random bytes, wrong counters, files that are not there.
 */
export function harmed(moments: readonly Files[], random: Random): Files {
  const files = mixed(moments, random);
  const harms = [zeroPages, zerosAtEnd, cut, swapPages, olderPage, randomBytes, wrongCounter, empty, remove];
  for (let left = random.below(6); left > 0; left--) random.pick(harms)(files, random, moments);
  return files;
}

/** Every file of a moment of its own, later ones in the order in which a linear copy reads. */
function mixed(moments: readonly Files[], random: Random): Files {
  const files: Files = new Map();
  const anyhow = random.chance(0.3);
  const names = [...(moments[0]?.keys() ?? [])];
  let moment = random.below(moments.length);
  for (const name of names.sort((a, b) => rank(a) - rank(b))) {
    if (anyhow) moment = random.below(moments.length);
    else if (random.chance(0.5)) moment = Math.min(moments.length - 1, moment + 1);
    files.set(name, Buffer.from(moments[moment]?.get(name) ?? []));
  }
  return files;
}

/** Users first, then the directory and index, then the store. */
function rank(name: string): number {
  if (/^U(SR)?\d+$/.test(name)) return 0;
  return name === 'MLANDATA' || name === 'CCPOMS' ? 2 : 1;
}

type Harm = (files: Files, random: Random, moments: readonly Files[]) => void;

function anyFile(files: Files, random: Random): [name: string, bytes: Buffer] {
  const name = random.pick([...files.keys()]);
  return [name, files.get(name) ?? Buffer.alloc(0)];
}

function anyPage(bytes: Buffer, random: Random): Buffer {
  const page = random.below(Math.max(1, Math.floor(bytes.length / PAGE_BYTES)));
  return bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
}

const zeroPages: Harm = (files, random) => {
  const [, bytes] = anyFile(files, random);
  for (let left = 1 + random.below(4); left > 0; left--) anyPage(bytes, random).fill(0);
};

const zerosAtEnd: Harm = (files, random) => {
  const [name, bytes] = anyFile(files, random);
  files.set(name, Buffer.concat([bytes, Buffer.alloc(1 + random.below(5 * PAGE_BYTES))]));
};

const cut: Harm = (files, random) => {
  const [name, bytes] = anyFile(files, random);
  files.set(name, bytes.subarray(0, random.below(bytes.length + 1)));
};

const swapPages: Harm = (files, random) => {
  const [, bytes] = anyFile(files, random);
  const [one, other] = [anyPage(bytes, random), anyPage(bytes, random)];
  const kept = Buffer.from(one);
  other.copy(one);
  kept.copy(other);
};

const olderPage: Harm = (files, random, moments) => {
  const [name, bytes] = anyFile(files, random);
  const older = random.pick(moments).get(name) ?? bytes;
  for (let left = 1 + random.below(6); left > 0; left--) {
    const page = random.below(Math.max(1, Math.floor(older.length / PAGE_BYTES)));
    older.copy(bytes, page * PAGE_BYTES, page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
  }
};

const randomBytes: Harm = (files, random) => {
  const [, bytes] = anyFile(files, random);
  const start = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, start + 1 + random.below(1500));
  for (let at = start; at < end; at++) bytes[at] = random.below(256);
};

/** As a program leaves behind that died between two writes. */
const wrongCounter: Harm = (files, random) => {
  const [, bytes] = anyFile(files, random);
  setInHeader(bytes, random.below(6), random.below(2000));
};

const empty: Harm = (files, random) => {
  if (random.chance(0.3)) files.set(anyFile(files, random)[0], Buffer.alloc(0));
};

const remove: Harm = (files, random) => {
  if (random.chance(0.3)) files.delete(anyFile(files, random)[0]);
};
