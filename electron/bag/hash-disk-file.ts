import { createHash } from 'node:crypto';
import { DiskFile } from './disk-file';
import type { FileToHash } from './hash-files';
import { readAhead, type SegmentReader } from './read-ahead';
import { segmentBytes, type Segments } from './segments';

/**
 * Files from this size on are read from the disk itself. For smaller ones the cache is left to help: a hundred thousand
 * files of 4 KB and less took three to five times as long without it. Bytes.
 */
const directFrom = 64 * 1024;

/** What a hashing thread works with. */
export interface HashingTools {
  readonly segments: Segments;
  /** Asked for when a large file is to be read. */
  readonly readers: () => readonly SegmentReader[];
  /** Called with the bytes of each segment when it is hashed. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Reads a file once and computes all its checksums. A large file is read from the disk itself, by others, while this
 * thread hashes; a small one is read here.
 * @returns lower-case hexadecimal, in the order of `hashNames`.
 * @throws the system's error; one without a code when the threads that read are dead.
 */
export async function hashDiskFile(
  { file, bytes, hashNames }: FileToHash,
  tools: HashingTools,
): Promise<string[]> {
  const hashes = hashNames.map((name) => createHash(name));
  const disk = DiskFile.open(file, { direct: bytes >= directFrom });
  const take = (segment: Buffer) => {
    for (const hash of hashes) hash.update(segment);
    tools.onBytes(segment.length);
  };
  try {
    if (disk.bytes < segmentBytes) readHere(disk, tools.segments, take);
    else for await (const segment of readAhead(disk, tools.segments, tools.readers())) take(segment);
  } finally {
    disk.close();
  }
  return hashes.map((hash) => hash.digest('hex'));
}

/** One segment after the other, until one is not full: there the file ends. */
function readHere(disk: DiskFile, segments: Segments, take: (segment: Buffer) => void): void {
  const buffer = segments.of(0);
  for (let position = 0; ; position += buffer.length) {
    const bytes = disk.read(buffer, position);
    take(buffer.subarray(0, bytes));
    if (bytes < buffer.length) return;
  }
}
