import type { BagProgress } from '../../shared/bag';
import { hashFile } from './hash-file';
import { errorCode } from './problem';

export interface HashFilesOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: BagProgress) => void) | undefined;
}

export interface FileToHash {
  /** Absolute. */
  readonly file: string;
  /** Size when it was last looked at; it says how the file is read and how far the whole is, and need not be right. */
  readonly bytes: number;
  /** Names as Node has them (`hashNameOf`). */
  readonly hashNames: readonly string[];
}

/** Lower-case hexadecimal in the order of `hashNames`, or the system's code for why the file could not be read. */
export type FileHash = { readonly digests: readonly string[] } | { readonly code: string };

/**
 * Computes checksums of many files, each read once.
 * @param onHash called once for each file, by its number in `files`, in any order; when it is over, all were called.
 * @throws `signal.reason` when aborted, and what keeps all files from being read.
 */
export type HashFiles = (
  files: readonly FileToHash[],
  onHash: (file: number, hash: FileHash) => void,
  options: HashFilesOptions,
) => Promise<void>;

/** Counts files and bytes, and tells of each step. */
export class HashProgress {
  readonly #totalBytes: number;
  #files = 0;
  #bytes = 0;

  constructor(
    files: readonly FileToHash[],
    private readonly onProgress: HashFilesOptions['onProgress'],
  ) {
    this.#totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    this.add(0, 0);
  }

  add(files: number, bytes: number): void {
    this.#files += files;
    this.#bytes += bytes;
    this.onProgress?.({ files: this.#files, bytes: this.#bytes, totalBytes: this.#totalBytes });
  }
}

/** Files up to this many bytes are read several at a time, larger ones one after another. */
const smallFile = 1024 * 1024;
const smallFilesAtOnce = 8;

/** `HashFiles` in this thread: for few files, and where no other thread can be had. */
export const hashFilesHere: HashFiles = async (files, onHash, { signal, onProgress }) => {
  const progress = new HashProgress(files, onProgress);
  const onBytes = (bytes: number) => progress.add(0, bytes);
  const hashOne = async ([number, { file, hashNames }]: readonly [number, FileToHash]): Promise<void> => {
    try {
      onHash(number, { digests: await hashFile(file, hashNames, { signal, onBytes }) });
    } catch (error) {
      signal?.throwIfAborted();
      onHash(number, { code: errorCode(error) });
    }
    progress.add(1, 0);
  };
  const all = [...files.entries()];
  await eachAtOnce(all.filter(([, { bytes }]) => bytes <= smallFile), smallFilesAtOnce, hashOne); // prettier-ignore
  await eachAtOnce(all.filter(([, { bytes }]) => bytes > smallFile), 1, hashOne); // prettier-ignore
};

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
