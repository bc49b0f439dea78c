import { walkBag } from '../bag/walk';
import type { SourceFile } from '../copy/copier';
import { PostbagError } from '../run/errors';
import { readSums } from '../vault/donors';

/** The payload of a bag, as its manifest and its folder agree on. */
export interface BagContents {
  /** Paths below `data`, with `/`. */
  readonly files: readonly SourceFile[];
  readonly sums: ReadonlyMap<string, string>;
  readonly bytes: number;
}

/**
 * Lists what can be copied out of a bag. Links are never followed, and only names that are safe count.
 * @param wanted which of the files, by their paths below `data`; all if not given
 * @throws PostbagError `bag-invalid` when manifest and folder do not list the same files; `bag-not-found`
 */
export async function bagContents(
  bag: string,
  signal: AbortSignal,
  wanted: (path: string) => boolean = () => true,
): Promise<BagContents> {
  const tree = await walkBag(bag, signal).catch((cause: unknown) => {
    throw new PostbagError('check', 'bag-not-found', { bag }, { cause });
  });
  const sums = await readSums(bag);
  if (!sums) throw new PostbagError('check', 'bag-invalid', { bag, problems: 1 });
  const files: SourceFile[] = [];
  for (const [name, bytes] of tree.files) {
    if (!name.startsWith('data/')) continue;
    files.push({ path: name.slice('data/'.length), bytes, role: 'unrecognised', group: 'users' });
  }
  const listed = files.filter(({ path }) => sums.has(path)).length;
  const problems = files.length - listed + (sums.size - listed);
  if (problems > 0 || files.length === 0) {
    throw new PostbagError('check', 'bag-invalid', { bag, problems: Math.max(1, problems) });
  }
  const chosen = files.filter(({ path }) => wanted(path));
  return { files: chosen, sums, bytes: chosen.reduce((sum, file) => sum + file.bytes, 0) };
}
