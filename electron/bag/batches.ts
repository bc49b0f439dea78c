import { segmentBytes } from './segments';

/** Small files that a thread is given together, so that it need not ask for each of many. */
const filesAtMost = 64;

/**
 * Divides files into batches, each for one thread. Large files come first, the largest before all, so that one store
 * is read beside the small files and not after them. Small files keep their order, which is about the order in which
 * they were written, and so that in which they lie on the disk.
 * @param sizes of the files, in bytes.
 * @returns numbers of files.
 */
export function batchesOf(sizes: readonly number[]): number[][] {
  const sizeOf = (file: number) => sizes[file] ?? 0;
  const all = [...sizes.keys()];
  const large = all.filter((file) => sizeOf(file) >= segmentBytes);
  large.sort((a, b) => sizeOf(b) - sizeOf(a));
  const batches = large.map((file) => [file]);
  let [batch, bytes] = [[] as number[], 0];
  for (const file of all) {
    if (sizeOf(file) >= segmentBytes) continue;
    if (batch.length === filesAtMost || (batch.length > 0 && bytes + sizeOf(file) > segmentBytes)) {
      batches.push(batch);
      [batch, bytes] = [[], 0];
    }
    batch.push(file);
    bytes += sizeOf(file);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
