import fs from 'node:fs';
import { BLOCK, SEGMENT } from '../blocks';
import { CopyFailed, on } from './failed';
import type { Rehashed, RehashJob } from '../job';
import { stopIfCancelled, type CopyThread } from './thread';

/**
 * Computes the checksum of a copy in which blocks were replaced, and makes sure that every block of it is what was read
 * from the source.
 * @throws CopyFailed `target`, `differs`
 */
export async function rehashFile(job: RehashJob, thread: CopyThread): Promise<Rehashed> {
  const [segment = Buffer.alloc(SEGMENT)] = thread.ring.slots;
  const fd = on('target', () => fs.openSync(job.file, 'r'));
  try {
    if (on('target', () => fs.fstatSync(fd).size) !== job.bytes) throw differs();
    for (let at = 0; at < job.bytes; at += SEGMENT) {
      stopIfCancelled(thread);
      const got = on('target', () => fs.readSync(fd, segment, 0, Math.min(SEGMENT, job.bytes - at), at));
      if (got < Math.min(SEGMENT, job.bytes - at)) throw differs();
      const hashing = thread.hash.update(0, got);
      const same = !job.table || agrees(segment.subarray(0, got), job.table, at / BLOCK, thread);
      await hashing;
      if (!same) throw differs();
      thread.onBytes(got);
    }
    return { sha256: await thread.hash.end() };
  } catch (error) {
    await thread.hash.end().catch(() => undefined); // the next checksum begins anew
    throw error;
  } finally {
    fs.closeSync(fd);
  }
}

function agrees(bytes: Buffer, table: BigUint64Array, first: number, thread: CopyThread): boolean {
  for (let offset = 0; offset < bytes.length; offset += BLOCK) {
    const block = bytes.subarray(offset, Math.min(bytes.length, offset + BLOCK));
    if (thread.digest(block) !== table[first + offset / BLOCK]) return false;
  }
  return true;
}

function differs(): CopyFailed {
  return new CopyFailed({ side: 'differs', code: '', message: 'holds other bytes than were written' });
}
