import type { DiskFile, Handle } from './disk-file';
import { readsAtOnce, segmentBytes, type Segments } from './segments';

/** One segment to be read, counted from 0, into its buffer. */
export interface ReadRequest {
  readonly handle: Handle;
  readonly segment: number;
}

/** Reads one segment after the other, beside the thread that asks. */
export interface SegmentReader {
  /** @returns bytes read, fewer than a segment has only where the file ends. */
  read(request: ReadRequest): Promise<number>;
}

/**
 * A file from its beginning to its end, the next segments being read while one is in use. When it is over, however it
 * came to that, nobody reads from the file any more.
 * @param readers `readsAtOnce` of them.
 * @returns one segment after the other, to be used before the next one is asked for; the last one may be empty.
 * @throws what the readers throw, and what `DiskFile.goesOnBuffered` does.
 */
export async function* readAhead(
  file: DiskFile,
  segments: Segments,
  readers: readonly SegmentReader[],
): AsyncGenerator<Buffer, void> {
  const ahead: Promise<number>[] = [];
  let asked = 0;
  const fill = () => {
    while (ahead.length < readsAtOnce) {
      const reading = readOne(file, asked, readers[asked % readers.length]);
      // It is awaited later; until then its failure must not count as one that nobody minds.
      reading.catch(() => undefined);
      ahead.push(reading);
      asked += 1;
    }
  };
  try {
    for (let segment = 0; ; segment++) {
      fill();
      const bytes = (await ahead.shift()) ?? 0;
      if (bytes === segmentBytes) fill();
      yield segments.of(segment).subarray(0, bytes);
      if (bytes < segmentBytes) return;
    }
  } finally {
    await Promise.allSettled(ahead);
  }
}

async function readOne(file: DiskFile, segment: number, reader: SegmentReader | undefined): Promise<number> {
  if (!reader) throw new RangeError('There is nobody to read.');
  const { handle } = file;
  try {
    return await reader.read({ handle, segment });
  } catch (error) {
    if (!file.goesOnBuffered(handle, error)) throw error;
    return await reader.read({ handle: file.handle, segment });
  }
}
