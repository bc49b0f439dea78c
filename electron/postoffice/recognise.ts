import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FormatId, Recognition, RecognitionKind } from '../../shared/postoffice';
import { PRACTICE_MARKER } from '../../shared/practice-marker';
import { PostbagError } from '../run/errors';
import { orCancelled } from './cancel';
import { folderError } from './errors';
import { formats, MAILBOX_PATTERN } from './formats';
import { compileGlob } from './glob';
import { compareNames, foldCase } from './names';

/** The name of every Mobile (DB7) post office, whose files are not known (domain.md 1.4, [A] Q258220). */
const MOBILE_NAME = 'LOCALPO';

/** Traces of mail that make no post office: user archives, and members of a set that lost all its main files. */
const traces = ['*.CCA', '*.IMP', 'USR?????', 'CCPODD.*'].map(compileGlob);
const TRACES_SHOWN = 10;
const isMailbox = compileGlob(MAILBOX_PATTERN);

/**
 * What a folder is, from the names of the regular files that lie directly in it, and its own name (domain.md 2).
 * Case does not matter, and no product version is asked. What fits first, decides:
 *
 * 1. `mobile`: the folder is called LOCALPO, whatever lies in it. The inside of a Mobile post office is unknown and may
 *    look like a shared one, so the names in it cannot clear it; a person who knows better chooses the format.
 *    A practice post office is never taken for one.
 * 2. `mixed`: database files of both formats, complete or not; `missing` names what each set lacks.
 * 3. `db6`, `db8`: all required files of one format and none of the other.
 * 4. `partial`: some required files of one format; `missing` names the others.
 * 5. `undecided`: only CCPOMBOX.*
 * 6. `none`.
 */
export function recognise(names: readonly string[], folderName: string): Recognition {
  const folded = foldedNames(names);
  const practice = folded.has(PRACTICE_MARKER);
  const db6 = compareSet(folded, 'ccmail-db6');
  const db8 = compareSet(folded, 'ccmail-db8');
  const mailbox = names.filter(isMailbox).sort(compareNames);
  const found = [...db6.found, ...db8.found];
  const answer = (
    kind: RecognitionKind,
    evidence: string[],
    missing: string[] = [],
    format: FormatId | null = null,
  ): Recognition => ({ kind, format, practice, evidence, missing });

  if (foldCase(folderName) === MOBILE_NAME && !practice) return answer('mobile', [...found, ...mailbox]);
  if (db6.found.length > 0 && db8.found.length > 0) {
    return answer('mixed', found, [...db6.missing, ...db8.missing]);
  }
  if (db6.missing.length === 0) return answer('db6', found, [], 'ccmail-db6');
  if (db8.missing.length === 0) return answer('db8', found, [], 'ccmail-db8');
  if (db6.found.length > 0) return answer('partial', found, db6.missing);
  if (db8.found.length > 0) return answer('partial', found, db8.missing);
  if (mailbox.length > 0) return answer('undecided', mailbox);
  return answer('none', names.filter(isTrace).sort(compareNames).slice(0, TRACES_SHOWN));
}

/**
 * Looks into one folder. A folder that is there but cannot be read is `unreadable`.
 * @throws PostbagError `post-office-not-found`
 * @throws Cancelled
 */
export async function recogniseFolder(
  folder: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Recognition> {
  try {
    const entries = await orCancelled(readdir(folder, { withFileTypes: true }), signal);
    const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    return recognise(names, folderNameOf(folder));
  } catch (error) {
    const reported = folderError(folder, error);
    if (!(reported instanceof PostbagError) || reported.code !== 'post-office-unreadable') throw reported;
    return { kind: 'unreadable', format: null, practice: false, evidence: [], missing: [] };
  }
}

/** The folder's own name, also for a path that ends in a separator. */
export function folderNameOf(folder: string): string {
  return path.basename(path.resolve(folder));
}

/** Names by how a system that ignores case compares them. */
type FoldedNames = ReadonlyMap<string, readonly string[]>;

function foldedNames(names: readonly string[]): FoldedNames {
  const folded = new Map<string, string[]>();
  for (const name of names) {
    const key = foldCase(name);
    const same = folded.get(key);
    if (same) same.push(name);
    else folded.set(key, [name]);
  }
  return folded;
}

function compareSet(names: FoldedNames, format: FormatId): { found: string[]; missing: string[] } {
  const { required } = formats[format];
  const spelled = (wanted: string): string[] => [...(names.get(wanted) ?? [])].sort(compareNames);
  return {
    found: required.flatMap(spelled),
    missing: required.filter((wanted) => spelled(wanted).length === 0),
  };
}

function isTrace(name: string): boolean {
  return traces.some((fits) => fits(name));
}
