import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DiskFile, readAt, type FileSystem } from '../../../electron/bag/disk-file';
import { hashDiskFile } from '../../../electron/bag/hash-disk-file';
import { readAhead, type ReadRequest, type SegmentReader } from '../../../electron/bag/read-ahead';
import { readsAtOnce, segmentBytes, Segments } from '../../../electron/bag/segments';
import { sha256Of, sizedFile, type SizedFile } from './sized-files';

const O_DIRECT = (fs.constants as { O_DIRECT?: number }).O_DIRECT ?? 0;

/** Readers in this thread, which do something to the world before they read. */
function hashWith(sized: SizedFile, before: (request: ReadRequest) => unknown) {
  const segments = new Segments();
  const reader: SegmentReader = {
    read: async (request) => {
      await before(request);
      return readAt(request.handle, segments.of(request.segment), request.segment * segmentBytes);
    },
  };
  const readers = Array.from({ length: readsAtOnce }, () => reader);
  let bytes = 0;
  const onBytes = (more: number) => (bytes += more);
  const file = { file: sized.file, bytes: sized.bytes, hashNames: ['sha256'] };
  return hashDiskFile(file, { segments, readers: () => readers, onBytes }).then(([sha256]) => ({
    sha256,
    bytes,
  }));
}

const failing = (code: string) => Object.assign(new Error(code), { code });
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a large file', () => {
  test('is the same whichever of its reads is done first', async () => {
    const sized = await sizedFile(5 * segmentBytes + 7);
    const found = await hashWith(sized, ({ segment }) => (segment % 2 === 0 ? pause() : undefined));
    expect(found).toEqual({ sha256: sized.sha256, bytes: sized.bytes });
  });

  test('that grows while it is read is not taken for what it was', async () => {
    const sized = await sizedFile(3 * segmentBytes);
    const more = Buffer.alloc(segmentBytes, 'more');
    const { sha256 } = await hashWith(
      sized,
      ({ segment }) => segment === 2 && fs.appendFileSync(sized.file, more),
    );
    expect(sha256).toBe(sha256Of(Buffer.concat([sized.content, more])));
  });

  test('that shrinks while it is read is not taken for what it was, and its reading ends', async () => {
    const sized = await sizedFile(4 * segmentBytes);
    const left = segmentBytes + 5;
    const { sha256, bytes } = await hashWith(
      sized,
      ({ segment }) => segment === 1 && fs.truncateSync(sized.file, left),
    );
    expect({ sha256, bytes }).toEqual({ sha256: sha256Of(sized.content.subarray(0, left)), bytes: left });
  });

  test.skipIf(O_DIRECT === 0)(
    'whose direct reading is refused half-way is read on through the cache',
    async () => {
      const sized = await sizedFile(4 * segmentBytes + 1);
      // Any file system of the test machine will do: it is asked for direct reading, and does it its own way.
      const openSync = (file: string, flags: number) => fs.openSync(file, flags & ~O_DIRECT);
      const disk = DiskFile.open(sized.file, { direct: true, system: { ...fs, openSync } as FileSystem });
      const segments = new Segments();
      let refused = 0;
      const read: SegmentReader['read'] = async ({ handle, segment }) => {
        await pause();
        if (handle.direct && segment > 0) {
          refused += 1;
          throw failing('EINVAL');
        }
        return readAt(handle, segments.of(segment), segment * segmentBytes);
      };
      const parts: Buffer[] = [];
      const readers = Array.from({ length: readsAtOnce }, () => ({ read }));
      for await (const part of readAhead(disk, segments, readers)) parts.push(Buffer.from(part));
      disk.close();
      // All that were under way are refused; what comes later no longer asks for it.
      expect(refused).toBe(readsAtOnce);
      expect(Buffer.concat(parts).equals(sized.content)).toBe(true);
    },
  );

  test('that cannot be read to its end is given up with the code, after all its reads are over', async () => {
    const sized = await sizedFile(4 * segmentBytes);
    let underWay = 0;
    const hashing = hashWith(sized, async ({ segment }) => {
      underWay += 1;
      await pause();
      if (segment === 2) await pause().then(pause);
      underWay -= 1;
      if (segment === 1) throw failing('EIO');
    });
    await expect(hashing).rejects.toMatchObject({ code: 'EIO' });
    expect(underWay).toBe(0);
  });
});
