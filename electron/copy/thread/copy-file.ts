import fs from 'node:fs';
import type { Origin } from '../../../shared/run';
import { BLOCK, blocksIn, SEGMENT, type BlockTable } from '../blocks';
import { changeBetween } from '../change';
import { digestBlocks } from './digest';
import { CopyFailed, failed } from './failed';
import { sha256Of } from './hash-beside';
import type { CopiedFile, CopyJob, Donor } from '../job';
import { SourceReader } from './source-reader';
import { TargetWriter } from './target-writer';
import type { CopyThread } from './thread';

interface Content {
  readonly bytes: number;
  readonly sha256: string;
  readonly table: BlockTable;
}

interface Written extends Content {
  readonly origin: Origin;
  /** Waits for the disk and gives the file its name; null when there was nothing to write. */
  readonly target: TargetWriter | null;
}

const zeros = Buffer.alloc(SEGMENT);

/**
 * Copies one file that others may be writing to. The target's folder must be there: a folder that is made here could be
 * made where a disk has just been pulled out.
 *
 * The bytes are read once; SHA-256 and the table of block digests are of just the bytes that were written. They go into
 * a partial name, are synced, and only then get their name. What was written is read back when the whole bag is
 * verified, before it is sealed.
 *
 * No more is read than the file held when it was opened: what is appended meanwhile belongs to a later moment, and a
 * file that grows faster than it can be read must come to an end.
 *
 * A file whose content is the donor's is not written again: it is shared, or kept where it is. Only content decides.
 *
 * @throws CopyFailed
 */
export async function copyFile(job: CopyJob, thread: CopyThread): Promise<CopiedFile> {
  const startedAt = new Date().toISOString();
  const source = SourceReader.open(job.source, thread);
  const small = source.before.bytes <= SEGMENT;
  let written: Written | null = null;
  try {
    written = await (small ? copySmall(source, job, thread) : copyLarge(source, job, thread));
    if (job.sha256 !== null && written.sha256 !== job.sha256) throw notTheSame();
    const seen = source.look();
    source.close();
    written.target?.finish(written.bytes, source.opened);
    await thread.free();
    await written.target?.commit();
    const { bytes, sha256, table, origin } = written;
    const { before, after } = seen;
    return {
      bytes,
      sha256,
      table,
      origin,
      seen,
      startedAt,
      modified: Number(source.opened.mtimeMs),
      endedAt: new Date().toISOString(),
      waitedMs: source.waitedMs,
      change:
        changeBetween(before, after, 'while-copying') ??
        (bytes === before.bytes ? null : changeBetween(before, { ...before, bytes }, 'while-copying')),
    };
  } catch (error) {
    written?.target?.discard();
    throw error;
  } finally {
    source.close();
  }
}

/** A file that fits into one segment: whether it has to be written is known before anything is. */
async function copySmall(source: SourceReader, job: CopyJob, thread: CopyThread): Promise<Written> {
  const [segment = zeros] = thread.ring.slots;
  const bytes = await source.read(segment, source.before.bytes, 0);
  const content = segment.subarray(0, bytes);
  const table = new BigUint64Array(blocksIn(bytes));
  digestBlocks(thread.digest, content, table, 0);
  const read: Content = { bytes, table, sha256: sha256Of(content) };
  const origin = reuse(read, job, thread);
  if (origin) return { ...read, origin, target: null };
  const target = TargetWriter.create(job.target, false);
  try {
    target.writeNow(content);
  } catch (error) {
    target.discard();
    throw error;
  }
  return { ...read, origin: 'copied', target };
}

/**
 * A large file is written while it is read, unless size and time suggest that the donor has its bytes: then it is read
 * once to make sure, and only if that was wrong a second time. Content decides in both ways.
 */
async function copyLarge(source: SourceReader, job: CopyJob, thread: CopyThread): Promise<Written> {
  if (job.donor && looksSame(job.donor, source.opened)) {
    const read = await stream(source, thread, null);
    const origin = reuse(read, job, thread);
    if (origin) return { ...read, origin, target: null };
  }
  const target = TargetWriter.create(job.target, true);
  try {
    const read = await stream(source, thread, target);
    const origin = reuse(read, job, thread);
    if (!origin) return { ...read, origin: 'copied', target };
    target.discard();
    return { ...read, origin, target: null };
  } catch (error) {
    target.discard();
    throw error;
  }
}

function looksSame(donor: Donor, source: fs.BigIntStats): boolean {
  try {
    const stats = fs.lstatSync(donor.file, { bigint: true });
    return stats.size === source.size && Math.abs(Number(stats.mtimeMs - source.mtimeMs)) <= 2000;
  } catch {
    return false;
  }
}

/** Takes the donor's bytes if they are the same. */
function reuse(read: Content, { donor, target }: CopyJob, thread: CopyThread): Origin | null {
  if (donor?.bytes !== read.bytes || donor.sha256 !== read.sha256) return null;
  if (donor.origin === 'kept') return 'kept';
  return thread.sharing.share(donor, target) ? 'shared' : null;
}

/**
 * Reads segment after segment; while one is read, those before it are hashed by another thread and written by the
 * system. Segments of zeros are not written: the file has a hole there, as it may have had in the source.
 */
async function stream(
  source: SourceReader,
  thread: CopyThread,
  target: TargetWriter | null,
): Promise<Content> {
  const limit = source.before.bytes;
  let table: BlockTable = new BigUint64Array(blocksIn(limit));
  const busy = thread.ring.slots.map(() => Promise.resolve());
  let bytes = 0;
  try {
    for (let turn = 0; bytes < limit; turn = (turn + 1) % busy.length) {
      await busy[turn];
      const segment = thread.ring.slots[turn] ?? zeros;
      const got = await source.read(segment, Math.min(SEGMENT, limit - bytes), bytes);
      if (got === 0) break;
      digestBlocks(thread.digest, segment.subarray(0, got), table, bytes / BLOCK);
      const work = both(thread.hash.update(turn, got), write(target, segment, got, bytes));
      work.catch(() => undefined); // it is awaited later, and may fail before
      busy[turn] = work;
      bytes += got;
      if (got < SEGMENT) break;
    }
    await Promise.all(busy);
  } catch (error) {
    // The next file must find segments that nobody works on, and a checksum that begins anew.
    await Promise.allSettled(busy);
    await thread.hash.end().catch(() => undefined);
    throw error;
  }
  const sha256 = await thread.hash.end();
  if (bytes < limit) table = table.slice(0, blocksIn(bytes));
  return { bytes, table, sha256 };
}

async function write(
  target: TargetWriter | null,
  segment: Buffer,
  bytes: number,
  position: number,
): Promise<void> {
  if (!target || segment.compare(zeros, 0, bytes, 0, bytes) === 0) return;
  await target.write(segment, bytes, position);
}

/** Waits for both, also when one fails: the other still uses the segment. */
async function both(one: Promise<void>, other: Promise<void>): Promise<void> {
  const [first, second] = await Promise.allSettled([one, other]);
  for (const result of [first, second]) {
    if (result.status === 'rejected') throw failed('target', result.reason);
  }
}

function notTheSame(): CopyFailed {
  return new CopyFailed({ side: 'differs', code: '', message: 'read other bytes than the manifest says' });
}
