import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Recognition, RecognitionKind } from '../../shared/postoffice';
import { Cancelled, systemCode } from '../run/errors';
import { orCancelled } from './cancel';
import { folderError } from './errors';
import { compareNames } from './names';
import { folderNameOf, recognise } from './recognise';

/** A folder that is a post office, or might be one: everything but `none`. */
export interface Candidate {
  readonly path: string;
  readonly recognition: Recognition;
}

/** How far a search is. */
export interface FindProgress {
  /** Folders looked into so far. */
  readonly folders: number;
  /** Candidates found so far. */
  readonly found: number;
  /** A folder that was just looked into. */
  readonly path: string;
}

/** What a search found. */
export interface FoundPostOffices {
  /** Sorted by path. */
  readonly candidates: Candidate[];
  /** Folders looked into. */
  readonly folders: number;
  /** The first 200 folders that could not be read, with the system's code; `unreadableCount` has them all. */
  readonly unreadable: { readonly path: string; readonly code: string }[];
  readonly unreadableCount: number;
  /** False when a limit or a person ended it before every readable folder was seen. */
  readonly complete: boolean;
}

/** How a search is done. */
export interface FindOptions {
  /** Ends the search; what was found so far is returned. */
  readonly signal?: AbortSignal | undefined;
  /** Called at most five times a second. */
  readonly onProgress?: ((progress: FindProgress) => void) | undefined;
  /** How many folders deep to look; 0 is the chosen folder alone. */
  readonly maxDepth?: number | undefined;
  /** How many folders to look into at most. */
  readonly maxFolders?: number | undefined;
}

const PROGRESS_MS = 200;
const UNREADABLE_SHOWN = 200;
/** Folders read at the same time, to hide a network's answering time. */
const AT_ONCE = 8;

/**
 * Post offices that the search does not go into. It does go into a folder that only might be one: a stray CLANDATA at
 * the top of a disk must not hide every post office on it.
 */
const closed: readonly RecognitionKind[] = ['db6', 'db8', 'mixed'];

interface Place {
  readonly path: string;
  readonly depth: number;
}

/** What one folder holds, or why it could not be read. */
type Look =
  | { readonly place: Place; readonly recognition: Recognition; readonly below: readonly string[] }
  | { readonly place: Place; readonly error: unknown };

/**
 * Looks for post offices in a folder and everything below it, nearest first. Links are not followed and no file is
 * opened.
 * @throws PostbagError `post-office-not-found` or `post-office-unreadable` when the chosen folder itself cannot be read
 */
export async function findPostOffices(
  root: string,
  { signal, onProgress, maxDepth = 16, maxFolders = 200_000 }: FindOptions = {},
): Promise<FoundPostOffices> {
  const candidates: Candidate[] = [];
  const unreadable: { path: string; code: string }[] = [];
  const places: Place[] = [{ path: root, depth: 0 }];
  let folders = 0;
  let unreadableCount = 0;
  let tooDeep = false;

  const take = (seen: Look): void => {
    const { path: folder, depth } = seen.place;
    if ('error' in seen) {
      if (depth === 0) throw folderError(root, seen.error);
      unreadableCount += 1;
      if (unreadable.length < UNREADABLE_SHOWN) {
        unreadable.push({ path: folder, code: systemCode(seen.error) });
      }
      return;
    }
    if (seen.recognition.kind !== 'none') candidates.push({ path: folder, recognition: seen.recognition });
    if (closed.includes(seen.recognition.kind)) return;
    if (depth < maxDepth) for (const below of seen.below) places.push({ path: below, depth: depth + 1 });
    else if (seen.below.length > 0) tooDeep = true;
  };

  let toldAt = -Infinity;
  while (folders < Math.min(places.length, maxFolders)) {
    const some = places.slice(folders, Math.min(folders + AT_ONCE, maxFolders));
    const looks = await orCancelled(Promise.all(some.map(look)), signal).catch(unlessCancelled);
    if (!looks) break;
    folders += looks.length;
    looks.forEach(take);
    if (performance.now() - toldAt >= PROGRESS_MS) {
      toldAt = performance.now();
      onProgress?.({ folders, found: candidates.length, path: some[0]?.path ?? root });
    }
  }
  candidates.sort((a, b) => compareNames(a.path, b.path));
  const complete = folders === places.length && !tooDeep;
  return { candidates, folders, unreadable, unreadableCount, complete };
}

async function look(place: Place): Promise<Look> {
  try {
    const entries = await readdir(place.path, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return {
      place,
      recognition: recognise(files, folderNameOf(place.path)),
      below: below.sort(compareNames).map((name) => path.join(place.path, name)),
    };
  } catch (error) {
    return { place, error };
  }
}

function unlessCancelled(error: unknown): null {
  if (error instanceof Cancelled) return null;
  throw error;
}
