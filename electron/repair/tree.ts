import { createHash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** One regular file of a private copy. */
export interface TreeFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** ms since 1970 UTC. */
  readonly modified: number;
}

/** All regular files below a folder, sorted by path. Links are not followed. @throws system errors */
export async function filesIn(folder: string, below = ''): Promise<TreeFile[]> {
  const found: TreeFile[] = [];
  for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesIn(folder, name)));
    else if (entry.isFile()) {
      const { size, mtimeMs } = await lstat(path.join(folder, name));
      found.push({ path: name, bytes: size, modified: Math.round(mtimeMs) });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** How a copy is now, in one word: any file that is changed, added or removed gives another one. @throws system errors */
export async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const { path: name, bytes, modified } of await filesIn(folder)) {
    hash.update(`${name}\0${String(bytes)}\0${String(modified)}\n`);
  }
  return hash.digest('hex');
}

/** @throws system errors */
export async function bytesBelow(folder: string): Promise<number> {
  return (await filesIn(folder)).reduce((sum, { bytes }) => sum + bytes, 0);
}
