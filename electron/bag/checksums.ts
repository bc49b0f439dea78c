import type { BagProblem, BagProgress } from '../../shared/bag';
import { hashNameOf } from './algorithms';
import type { Expectations, ExpectedSum } from './completeness';
import { hashFile } from './hash-file';
import { errorCode, problem } from './problem';
import { systemPath, type Tree } from './walk';

export interface ChecksumOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: BagProgress) => void) | undefined;
}

/** Files up to this many bytes are read several at a time, larger ones one after another. */
const smallFile = 1024 * 1024;
const smallFilesAtOnce = 8;

/**
 * Computes every checksum that the manifests name. Each file is read once for all its algorithms.
 * @throws `signal.reason` when aborted.
 */
export async function checkChecksums(
  tree: Tree,
  expectations: Expectations,
  { signal, onProgress }: ChecksumOptions,
): Promise<BagProblem[]> {
  const files = [...expectations].map(([path, sums]) => ({ path, sums, bytes: tree.files.get(path) ?? 0 }));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const found = new Map<string, BagProblem[]>();
  let [done, bytes] = [0, 0];
  const tell = () => onProgress?.({ files: done, bytes, totalBytes });
  const onBytes = (more: number) => {
    bytes += more;
    tell();
  };

  const check = async (file: (typeof files)[number]): Promise<void> => {
    found.set(file.path, await checkFile(tree, file.path, file.sums, { signal, onBytes }));
    done += 1;
    tell();
  };

  tell();
  await eachAtOnce(files.filter((file) => file.bytes <= smallFile), smallFilesAtOnce, check); // prettier-ignore
  await eachAtOnce(files.filter((file) => file.bytes > smallFile), 1, check); // prettier-ignore
  return files.flatMap(({ path }) => found.get(path) ?? []);
}

async function checkFile(
  tree: Tree,
  path: string,
  sums: readonly ExpectedSum[],
  options: Parameters<typeof hashFile>[2],
): Promise<BagProblem[]> {
  const names = new Map(sums.map(({ algorithm }) => [algorithm, hashNameOf(algorithm)]));
  const known = [...names].filter((pair): pair is [string, string] => pair[1] !== null);
  try {
    const digests = await hashFile(systemPath(tree.root, path), known.map(([, name]) => name), options); // prettier-ignore
    const foundOf = new Map(known.map(([algorithm], index) => [algorithm, digests[index] ?? '']));
    return sums.flatMap(({ algorithm, checksum, manifest }) => {
      const found = foundOf.get(algorithm) ?? checksum;
      if (found === checksum) return [];
      return [problem('checksum-differs', path, { algorithm, expected: checksum, found, manifest })];
    });
  } catch (error) {
    options?.signal?.throwIfAborted();
    return [problem('file-unreadable', path, { code: errorCode(error) })];
  }
}

/** Runs `work` for every item, `limit` at a time; the first failure ends it, after the running ones are over. */
async function eachAtOnce<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  const lanes = await Promise.allSettled(Array.from({ length: limit }, lane));
  for (const result of lanes) if (result.status === 'rejected') throw result.reason;
}
