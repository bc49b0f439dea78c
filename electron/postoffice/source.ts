import path from 'node:path';
import { isRunId } from '../run/folders';

/**
 * Where the files of a post office are read: an absolute folder; or one with folders below it that are read elsewhere,
 * since they lie on volumes of their own. `elsewhere`: absolute folders by their path in the post office, with `/`.
 */
export type Source = string | { readonly root: string; readonly elsewhere: ReadonlyMap<string, string> };

/** Absolute folder in which the post office itself is read. */
export const rootOf = (source: Source): string => (typeof source === 'string' ? source : source.root);

/** Absolute path under which a file or folder of the post office is read. @param relative with `/`; empty for itself */
export function pathIn(source: Source, relative: string): string {
  if (typeof source === 'string') return path.join(source, ...relative.split('/'));
  const parts = relative.split('/');
  for (let length = parts.length; length > 0; length--) {
    const folder = source.elsewhere.get(parts.slice(0, length).join('/'));
    if (folder !== undefined) return path.join(folder, ...parts.slice(length));
  }
  return path.join(source.root, ...parts);
}

/** Folders that Postbag makes beside or in a post office while it reads it; no part of it, whatever is in them. */
export const isOwnFolder = (name: string): boolean =>
  name.startsWith('.postbag-') && isRunId(name.slice('.postbag-'.length));
