import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { BlockTable } from '../../../electron/copy/blocks';
import { copyFile } from '../../../electron/copy/thread/copy-file';
import { loadDigest } from '../../../electron/copy/thread/digest';
import { CopyFailed } from '../../../electron/copy/thread/failed';
import { HashBeside } from '../../../electron/copy/thread/hash-beside';
import type { CopiedFile, CopyJob, CopyTrouble } from '../../../electron/copy/job';
import { Ring } from '../../../electron/copy/thread/ring';
import { Sharing } from '../../../electron/copy/thread/share';
import type { CopyThread } from '../../../electron/copy/thread/thread';
import { entryPath } from '../../../electron/run/entries';

/** A new folder that is removed when the test has finished. Absolute. */
export function tempFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'postbag-copy-')));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const ring = Ring.make();
const hash = new HashBeside(entryPath('hash-worker'), ring);

/** What a copying thread works with, here in the test's own thread; the hashing thread beside it is the real one. */
export async function makeThread(hooks: Partial<CopyThread> = {}): Promise<CopyThread> {
  return {
    ring,
    hash,
    digest: await loadDigest(),
    sharing: new Sharing(),
    lockedWaitMs: 0,
    isCancelled: () => false,
    onBytes: () => undefined,
    free: () => Promise.resolve(),
    ...hooks,
  };
}

/** Does something the first time that it is called, and nothing after that. */
export function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

export function jobOf(source: string, target: string, more: Partial<CopyJob> = {}): CopyJob {
  return { kind: 'copy', source, target, donor: null, patient: true, sha256: null, ...more };
}

/** Copies one file in this thread. */
export async function copied(
  source: string,
  target: string,
  hooks: Partial<CopyThread> = {},
): Promise<CopiedFile> {
  return await copyFile(jobOf(source, target), await makeThread(hooks));
}

/** The trouble that something ends with. @throws what is no trouble, and Error when there is none */
export async function troubleOf(act: Promise<unknown>): Promise<CopyTrouble> {
  try {
    await act;
  } catch (error) {
    if (error instanceof CopyFailed) return error.trouble;
    throw error;
  }
  throw new Error('it did not fail');
}

export const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/** The table that describes these bytes, made another way than by the copier: digest by digest of cut-out blocks. */
export async function tableOf(data: Buffer): Promise<BlockTable> {
  const digest = await loadDigest();
  const blocks: bigint[] = [];
  for (let at = 0; at < data.length; at += 65_536) blocks.push(digest(data.subarray(at, at + 65_536)));
  return BigUint64Array.from(blocks);
}

/** Writes bytes into a file where it stands, as the programs of a post office do. */
export function writeAt(file: string, position: number, bytes: Buffer | string): void {
  const handle = fs.openSync(file, 'r+');
  try {
    fs.writeSync(handle, Buffer.from(bytes as Buffer), 0, Buffer.byteLength(bytes), position);
  } finally {
    fs.closeSync(handle);
  }
}
