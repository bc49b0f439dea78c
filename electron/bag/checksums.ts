import type { BagProblem } from '../../shared/bag';
import { hashNameOf } from './algorithms';
import type { Expectations, ExpectedSum } from './completeness';
import { hashFilesHere, type FileHash, type FileToHash, type HashFiles, type HashFilesOptions } from './hash-files'; // prettier-ignore
import { problem } from './problem';
import { systemPath, type Tree } from './walk';

export interface ChecksumOptions extends HashFilesOptions {
  /** Who computes the checksums; this thread when not said otherwise. */
  readonly hashFiles?: HashFiles | undefined;
}

/**
 * Computes every checksum that the manifests name. Each file is read once for all its algorithms.
 * @returns problems, sorted by path.
 * @throws `signal.reason` when aborted, and what `hashFiles` throws.
 */
export async function checkChecksums(
  tree: Tree,
  expectations: Expectations,
  { hashFiles = hashFilesHere, signal, onProgress }: ChecksumOptions,
): Promise<BagProblem[]> {
  const expected = [...expectations].sort(([a], [b]) => (a < b ? -1 : 1));
  const algorithmsOf = rememberedAlgorithms();
  const files = expected.map(([path, sums]): FileToHash => {
    const bytes = tree.files.get(path) ?? 0;
    return { file: systemPath(tree.root, path), bytes, hashNames: algorithmsOf(sums).hashNames };
  });
  // Of a hundred thousand files only what is wrong is kept.
  const found = new Map<number, BagProblem[]>();
  let judged = 0;
  const onHash = (file: number, hash: FileHash) => {
    const [path, sums] = expected[file] ?? ['', []];
    const problems = judge(path, sums, algorithmsOf(sums).algorithms, hash);
    if (problems.length > 0) found.set(file, problems);
    judged += 1;
  };
  await hashFiles(files, onHash, { signal, onProgress });
  if (judged !== files.length) throw new Error(`${files.length - judged} files were not read.`);
  return [...found].sort(([a], [b]) => a - b).flatMap(([, problems]) => problems);
}

/** Those algorithms of a file that this runtime can compute, and Node's names for them, in the same order. */
interface Computable {
  readonly algorithms: readonly string[];
  readonly hashNames: readonly string[];
}

/** Most files of a bag have the same algorithms, so that one list of them serves all. */
function rememberedAlgorithms(): (sums: readonly ExpectedSum[]) => Computable {
  const known = new Map<string, Computable>();
  return (sums) => {
    const key = sums.map(({ algorithm }) => algorithm).join('\n');
    const computable = known.get(key) ?? computableOf(sums);
    known.set(key, computable);
    return computable;
  };
}

function computableOf(sums: readonly ExpectedSum[]): Computable {
  const algorithms = [...new Set(sums.map(({ algorithm }) => algorithm))].filter(
    (algorithm) => hashNameOf(algorithm) !== null,
  );
  return { algorithms, hashNames: algorithms.flatMap((algorithm) => hashNameOf(algorithm) ?? []) };
}

/** @param algorithms those that were computed, in the order of the digests. */
function judge(
  path: string,
  sums: readonly ExpectedSum[],
  algorithms: readonly string[],
  hash: FileHash,
): BagProblem[] {
  if ('code' in hash) return [problem('file-unreadable', path, { code: hash.code })];
  return sums.flatMap(({ algorithm, checksum, manifest }) => {
    const index = algorithms.indexOf(algorithm);
    if (index < 0) return [];
    const found = hash.digests[index] ?? '';
    if (found === checksum) return [];
    return [problem('checksum-differs', path, { algorithm, expected: checksum, found, manifest })];
  });
}
