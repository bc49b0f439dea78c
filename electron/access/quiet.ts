import { lstat } from 'node:fs/promises';
import type { AdapterId, ConnectionList, QuietProof } from '../../shared/access';
import { disquietWords } from '../../shared/words/access';

/** One file at one moment. Times in ns since 1970, as the system keeps them. */
export interface FileSample {
  readonly bytes: number;
  readonly modified: bigint;
  readonly inode: bigint;
  /** SHA-256 of its content; null where it could not be read. */
  readonly sha256: string | null;
}

/** Every file of a set at one moment, by its path relative to the post office. */
export type SetSample = ReadonlyMap<string, FileSample>;

/** What a sample says of a file beside its content. @throws system errors */
export async function stateOf(file: string): Promise<Omit<FileSample, 'sha256'>> {
  const { size, mtimeNs, ino } = await lstat(file, { bigint: true });
  return { bytes: Number(size), modified: mtimeNs, inode: ino };
}

/** The files that differ between two samples: written, replaced, come, gone, or not to be read. */
export function movedBetween(before: SetSample, after: SetSample): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => !isSame(before.get(path), after.get(path)));
}

function isSame(one: FileSample | undefined, other: FileSample | undefined): boolean {
  if (!one || !other || one.sha256 === null) return false;
  return (
    one.sha256 === other.sha256 &&
    one.bytes === other.bytes &&
    one.modified === other.modified &&
    one.inode === other.inode
  );
}

/** What is asked to find out whether a post office is quiet. */
export interface QuietTest {
  list(): Promise<ConnectionList>;
  /** Somebody who has a file open would be seen. */
  readonly seesAll: boolean;
  /** Reads the whole set. @throws Cancelled */
  sample(): Promise<SetSample>;
  /** How far apart the samples are, ms. */
  readonly apartMs: number;
  /** Waits that long. @throws Cancelled */
  wait(ms: number): Promise<void>;
}

/** Why it was not quiet: `moved` names files, `reason` is a sentence for a person. */
export interface Disquiet {
  readonly why: 'connected' | 'unseen' | 'moved';
  readonly reason: string;
}

/** How often it is looked whether somebody came in between, ms. */
const LOOK_EVERY = 2_000;

/**
 * Shows that a post office is quiet (domain.md 4.4): nobody has a file open, by every adapter that can see, at the
 * beginning, all the time and at the end; and two readings of everything, so and so far apart, find the same names,
 * sizes, times and contents. Not to have seen anybody is no proof where not everybody would be seen.
 * @throws Cancelled
 */
export async function testQuiet(
  test: QuietTest,
): Promise<{ readonly proof: QuietProof; readonly sample: SetSample } | Disquiet> {
  if (!test.seesAll) return { why: 'unseen', reason: disquietWords.noSight };
  const early = disquietOf(await test.list());
  if (early) return early;
  const from = new Date();
  const before = await test.sample();
  const read = Date.now();
  for (let left = test.apartMs; left > 0; left = test.apartMs - (Date.now() - read)) {
    await test.wait(Math.min(left, LOOK_EVERY));
    const meanwhile = disquietOf(await test.list());
    if (meanwhile) return meanwhile;
  }
  const to = new Date();
  const after = await test.sample();
  const last = await test.list();
  const late = disquietOf(last);
  if (late) return late;
  const moved = movedBetween(before, after);
  if (moved.length > 0) return { why: 'moved', reason: disquietWords.moved(moved) };
  const seenBy: AdapterId[] = last.adapters.filter(({ lists }) => lists).map(({ id }) => id);
  const bytes = [...after.values()].reduce((sum, file) => sum + file.bytes, 0);
  const proof = { from: from.toISOString(), to: to.toISOString(), seenBy, files: after.size, bytes };
  return { proof, sample: after };
}

/** What in a listing speaks against quiet; null when nothing does. */
export function disquietOf({ connections, failures, notExamined }: ConnectionList): Disquiet | null {
  const [failed] = failures;
  if (failed) {
    const reason = String(failed.failure.params['reason'] ?? failed.failure.code);
    return { why: 'unseen', reason: disquietWords.failed(reason) };
  }
  if (connections.length > 0) return { why: 'connected', reason: disquietWords.connected(connections) };
  if (notExamined > 0) return { why: 'unseen', reason: disquietWords.notExamined(notExamined) };
  return null;
}
