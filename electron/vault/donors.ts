import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseManifest } from '../bag/manifests';
import { fallbackRules, rulesOf } from '../bag/versions';
import { listBags, type ListedBag } from './list-bags';

/** The files of a bag with the checksums that its manifest gives them, by their path below `data`, with `/`. */
export interface BagFiles {
  /** Absolute folder. */
  readonly bag: string;
  readonly name: string;
  readonly sums: ReadonlyMap<string, string>;
}

/** A manifest of a hundred thousand files has 12 MB; anything far beyond that is not read into memory. */
const MOST_BYTES = 256 << 20;

const MANIFEST = 'manifest-sha256.txt';

/**
 * The newest bag of a post office in a vault, as far as its files may be shared. What its manifest says is only a hint
 * where the same content may be found: a new bag is verified as a whole, whatever its files are shared with.
 * @returns null when there is none that can be read
 */
export async function newestBagFiles(vault: string, postOfficeFolder: string): Promise<BagFiles | null> {
  const bags = await listBags(vault).catch((): ListedBag[] => []);
  for (const { folder, name } of bags) {
    if (path.dirname(folder) !== path.join(vault, postOfficeFolder)) continue;
    const sums = await readSums(folder);
    if (sums && sums.size > 0) return { bag: folder, name, sums };
  }
  return null;
}

/** What the SHA-256 manifest of a bag says, by path below `data`; null when there is none that can be read. */
export async function readSums(bag: string): Promise<Map<string, string> | null> {
  const file = path.join(bag, MANIFEST);
  try {
    const stats = await lstat(file);
    if (!stats.isFile() || stats.size > MOST_BYTES) return null;
    const name = { file: MANIFEST, kind: 'payload', algorithm: 'sha256' } as const;
    const { manifest } = parseManifest(await readFile(file, 'utf8'), name, rulesOf('1.0') ?? fallbackRules);
    const sums = new Map<string, string>();
    const isReal = realFolders(bag);
    for (const { path: listed, checksum } of manifest.entries) {
      if (checksum !== null && (await isReal(path.posix.dirname(listed))))
        sums.set(listed.slice('data/'.length), checksum);
    }
    return sums;
  } catch {
    return null;
  }
}

/** Tells whether a folder of a bag, and each one above it, is a real folder: a link could lead out of the vault. */
function realFolders(bag: string): (folder: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  const look = async (folder: string): Promise<boolean> => {
    if (folder === '.') return true;
    const stats = await lstat(path.join(bag, ...folder.split('/'))).catch(() => null);
    return stats?.isDirectory() === true && (await isReal(path.posix.dirname(folder)));
  };
  const isReal = (folder: string): Promise<boolean> => {
    const answer = known.get(folder) ?? look(folder);
    known.set(folder, answer);
    return answer;
  };
  return isReal;
}

/**
 * How much of a list of files is likely to be shared: by size and time, since content is only known when it is read.
 * @param files paths with `/`; bytes; times in ms since 1970
 */
export async function likelyShared(
  donors: BagFiles,
  files: readonly { readonly path: string; readonly bytes: number; readonly mtimeMs: number }[],
): Promise<{ files: number; bytes: number }> {
  let [count, bytes] = [0, 0];
  const queue = files.values();
  const lane = async (): Promise<void> => {
    for (const file of queue) {
      if (!donors.sums.has(file.path)) continue;
      const stats = await lstat(path.join(donors.bag, 'data', ...file.path.split('/'))).catch(() => null);
      if (stats?.size !== file.bytes || Math.abs(stats.mtimeMs - file.mtimeMs) > 2000) continue;
      count++;
      bytes += file.bytes;
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return { files: count, bytes };
}
