import { createHash, randomFillSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { segmentBytes } from '../../../electron/bag/segments';
import { bagFolder } from './bag-maker';

/** Around the borders of blocks and segments, where reading can go wrong. Bytes. */
export const sizes = [
  0,
  1,
  4095,
  4096,
  4097,
  64 * 1024 - 1,
  64 * 1024 + 1,
  segmentBytes - 1,
  segmentBytes,
  segmentBytes + 1,
  3 * segmentBytes,
  3 * segmentBytes + 4097,
];

export interface SizedFile {
  readonly file: string;
  readonly bytes: number;
  readonly content: Buffer;
  readonly sha256: string;
}

/** A file of random bytes, removed after the test with its folder. */
export async function sizedFile(bytes: number): Promise<SizedFile> {
  const content = randomFillSync(Buffer.alloc(bytes));
  const file = path.join(await bagFolder(), `of ${bytes}`);
  await writeFile(file, content);
  return { file, bytes, content, sha256: sha256Of(content) };
}

export const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
