import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { makePractice } from '../../../electron/practice/maker';
import { AT, PAGE_BYTES } from '../../../electron/practice/layout';
import { sealPage } from '../../../electron/practice/page';
import type { PageType } from '../../../electron/practice/layout';
import type { PracticeOptions, PracticeShape } from '../../../shared/practice';

export const SHAPES: readonly PracticeShape[] = ['db6', 'db8'];

/** Small, but with several index pages and mailboxes. */
export function options(shape: PracticeShape, changes: Partial<PracticeOptions> = {}): PracticeOptions {
  return { shape, users: 5, messages: 80, seed: 1, ...changes };
}

const made: string[] = [];

/** A folder that is removed after the tests of this file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'postbag-practice-'));
  made.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A new practice post office. */
export async function practice(
  shape: PracticeShape,
  changes: Partial<PracticeOptions> = {},
): Promise<string> {
  const folder = await temporaryFolder();
  await makePractice(folder, options(shape, changes));
  return folder;
}

/** SHA-256 over all names and contents of a folder. */
export async function treeHash(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).sort()) {
    hash.update(`${name}\0`).update(await readFile(path.join(folder, name)));
  }
  return hash.digest('hex');
}

/** Changes the bytes of one file. */
export async function damage(folder: string, name: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(file, change(await readFile(file)));
}

/** Empties every slot of every page of `type`, as a program would that seals its pages properly. */
export function emptyTables(type: PageType): (bytes: Buffer) => Buffer {
  return (bytes) => {
    for (let at = 0; at < bytes.length; at += PAGE_BYTES) {
      const page = bytes.subarray(at, at + PAGE_BYTES);
      if (page[AT.type] !== type.charCodeAt(0)) continue;
      page.fill(0, AT.payload, AT.checksum);
      sealPage(page, { type, page: at / PAGE_BYTES, write: 1 });
    }
    return bytes;
  };
}
