import type { Dirent } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { BagProblem } from '../../shared/bag';
import { foldersAbove, isPayloadPath } from './paths';
import { errorCode, problem } from './problem';

/** What really lies in the folder of a bag. Everything that is read later is read from this list. */
export interface Tree {
  readonly root: string;
  /** Regular files: bag path and size in bytes, sorted by path. */
  readonly files: ReadonlyMap<string, number>;
  readonly folders: ReadonlySet<string>;
  /** Links, devices and what could not be looked at. Nothing below them was looked at either. */
  readonly blocked: ReadonlySet<string>;
  readonly problems: readonly BagProblem[];
}

/** How many files of one folder are asked for their size at the same time. */
const batch = 32;

/**
 * Lists everything in a bag. Links are named, never followed.
 * @throws the system's error when the bag's own folder cannot be opened, and `signal.reason` when aborted.
 */
export async function walkBag(root: string, signal?: AbortSignal): Promise<Tree> {
  const files = new Map<string, number>();
  const folders = new Set<string>();
  const blocked = new Set<string>();
  const problems: BagProblem[] = [];
  const block = (found: BagProblem & { path: string }) => {
    blocked.add(found.path);
    problems.push(found);
  };

  const look = async (folder: string, entry: Dirent): Promise<void> => {
    const bagPath = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      folders.add(bagPath);
    } else if (entry.isFile()) {
      try {
        files.set(bagPath, (await lstat(systemPath(root, bagPath))).size);
      } catch (error) {
        block(unreadable(bagPath, error));
      }
    } else {
      block(await special(root, bagPath, entry));
    }
  };

  const list = async (folder: string): Promise<void> => {
    const entries = await readdir(systemPath(root, folder), { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (let start = 0; start < entries.length; start += batch) {
      signal?.throwIfAborted();
      await Promise.all(entries.slice(start, start + batch).map((entry) => look(folder, entry)));
    }
  };

  signal?.throwIfAborted();
  await list('');
  // A set gives what is added to it while it is walked, so this reaches every folder.
  for (const folder of folders) {
    try {
      await list(folder);
    } catch (error) {
      signal?.throwIfAborted();
      block(unreadable(folder, error));
    }
  }
  problems.sort((a, b) => ((a.path ?? '') < (b.path ?? '') ? -1 : 1));
  const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { root, files: sorted, folders, blocked, problems };
}

/** Where a path that `walkBag` gave lies on this system. Never to be used with a path read from a bag's text. */
export function systemPath(root: string, walked: string): string {
  return path.join(root, ...walked.split('/'));
}

/** Whether a path, or a folder above it, is a link or could not be looked at; it was named already. */
export function isBlocked(tree: Tree, bagPath: string): boolean {
  return tree.blocked.has(bagPath) || foldersAbove(bagPath).some((folder) => tree.blocked.has(folder));
}

/** Number and bytes of the regular files below `data/`. */
export function payloadSize(tree: Tree): { files: number; bytes: number } {
  const sizes = [...tree.files].filter(([bagPath]) => isPayloadPath(bagPath)).map(([, bytes]) => bytes);
  return { files: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
}

function unreadable(bagPath: string, error: unknown): BagProblem & { path: string } {
  return { ...problem('file-unreadable', bagPath, { code: errorCode(error) }), path: bagPath };
}

async function special(root: string, bagPath: string, entry: Dirent): Promise<BagProblem & { path: string }> {
  const params = entry.isSymbolicLink() ? await linkParams(root, bagPath) : { type: typeOf(entry) };
  return { ...problem('file-special', bagPath, params), path: bagPath };
}

function typeOf(entry: Dirent): string {
  if (entry.isFIFO()) return 'pipe';
  if (entry.isSocket()) return 'socket';
  if (entry.isBlockDevice() || entry.isCharacterDevice()) return 'device';
  return 'other';
}

/** Says by name alone whether a link leads out of the bag; its target is not touched. */
async function linkParams(root: string, bagPath: string): Promise<BagProblem['params']> {
  const link = systemPath(path.resolve(root), bagPath);
  const target = await readlink(link).catch(() => '');
  const fromRoot = path.relative(path.resolve(root), path.resolve(path.dirname(link), target));
  const outside = fromRoot === '..' || fromRoot.startsWith(`..${path.sep}`) || path.isAbsolute(fromRoot);
  return { type: 'link', target, leads: outside ? 'outside' : 'inside' };
}
