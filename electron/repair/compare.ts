import { open, type FileHandle } from 'node:fs/promises';

const CHUNK = 1 << 20;
/** What counts as changed when one byte of it is. */
const BLOCK = 4096;

/**
 * How many bytes of a file differ from another one, in whole blocks; what one has more than the other differs.
 * @returns bytes of the longer one
 * @throws system errors; the signal's reason
 */
export async function bytesChanged(one: string, other: string, signal?: AbortSignal): Promise<number> {
  const [first, second] = [await open(one, 'r'), await open(other, 'r').catch(() => null)];
  try {
    if (second === null) return (await first.stat()).size;
    return await compare(first, second, signal);
  } finally {
    await first.close();
    await second?.close();
  }
}

async function compare(one: FileHandle, other: FileHandle, signal?: AbortSignal): Promise<number> {
  const [first, second] = [Buffer.alloc(CHUNK), Buffer.alloc(CHUNK)];
  let changed = 0;
  for (let at = 0; ; at += CHUNK) {
    signal?.throwIfAborted();
    const [a, b] = await Promise.all([fill(one, first, at), fill(other, second, at)]);
    changed += differing(first.subarray(0, a), second.subarray(0, b));
    if (a < CHUNK && b < CHUNK) return changed;
  }
}

/** Reads as much as there is: a system may give less than it was asked for. */
async function fill(file: FileHandle, buffer: Buffer, from: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

function differing(one: Buffer, other: Buffer): number {
  const longer = Math.max(one.length, other.length);
  if (one.length === other.length && one.equals(other)) return 0;
  let changed = 0;
  for (let at = 0; at < longer; at += BLOCK) {
    const [a, b] = [one.subarray(at, at + BLOCK), other.subarray(at, at + BLOCK)];
    if (!a.equals(b)) changed += Math.max(a.length, b.length);
  }
  return changed;
}
