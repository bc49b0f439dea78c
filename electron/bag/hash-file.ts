import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { openRegularFile } from './open-file';

/** Bytes read at once; from here on the speed of a disk no longer depends on it. */
const chunkSize = 1024 * 1024;

export interface HashOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of each chunk when it is hashed. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Reads a file once and computes all its checksums; the next chunk is read while one is hashed.
 * @param hashNames names as Node has them (`hashNameOf`).
 * @returns lower-case hexadecimal, in the order of `hashNames`.
 * @throws the system's error, and `signal.reason` when aborted.
 */
export async function hashFile(
  file: string,
  hashNames: readonly string[],
  { signal, onBytes }: HashOptions = {},
): Promise<string[]> {
  const hashes = hashNames.map((name) => createHash(name));
  const { handle, bytes } = await openRegularFile(file);
  try {
    const size = Math.min(chunkSize, bytes + 1);
    const buffers = [Buffer.allocUnsafe(size), Buffer.allocUnsafe(size)] as const;
    let turn = 0;
    let chunk = await readChunk(handle, buffers[0]);
    while (chunk.length > 0) {
      signal?.throwIfAborted();
      turn = 1 - turn;
      const next = readChunk(handle, turn === 0 ? buffers[0] : buffers[1]);
      for (const hash of hashes) hash.update(chunk);
      onBytes?.(chunk.length);
      chunk = await next;
    }
  } finally {
    await handle.close();
  }
  return hashes.map((hash) => hash.digest('hex'));
}

async function readChunk(handle: FileHandle, buffer: Buffer): Promise<Buffer> {
  const { bytesRead } = await handle.read(buffer, 0, buffer.length);
  return buffer.subarray(0, bytesRead);
}
