import { link, lstat, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../bag/folder-sync';
import { systemCode } from '../run/errors';

/** Longer than any marker of ours, bytes; a larger file is somebody else's and is not read. */
const MOST_BYTES = 64 * 1024;

const runLine = (runId: string): string => `Postbag run ${runId}`;

/** What people read, then the run that made it. Lines end as DOS has them. */
export function markerText(message: string, runId: string): string {
  const lines = message.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const ours = 'Postbag closed this post office for a backup, and removes this file when it has ended.';
  return [...lines, ours, runLine(runId), ''].join('\r\n');
}

/** Whether a marker says, in a line of its own that has an end, that this run made it. */
export function holdsRun(text: string, runId: string): boolean {
  return text.split(/\r\n/).slice(0, -1).includes(runLine(runId));
}

/** The draft of this run, if it had been written to its end; null where no marker can have been made yet. */
export function asDrafted(draft: string | null, runId: string): string | null {
  return draft !== null && holdsRun(draft, runId) ? draft : null;
}

/** Whether a marker may be one that its writer, having drafted it, did not finish. */
export function isUnfinished(text: string, drafted: string | null): boolean {
  return drafted?.startsWith(text) === true;
}

/** The text of a file; null where there is none, or something that is no marker of ours. @throws system errors */
export async function textOf(file: string): Promise<string | null> {
  try {
    const found = await lstat(file);
    if (!found.isFile() || found.size > MOST_BYTES) return null;
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

export interface MarkerFile {
  /** Absolute paths, in one folder. */
  readonly file: string;
  readonly draft: string;
  readonly message: string;
  readonly runId: string;
}

/** Calls that tests let fail. */
export interface Calls {
  readonly link: (existing: string, made: string) => Promise<void>;
}

/**
 * Makes a marker with all of its content at once, never over a file that is there. What was made is on the disk when
 * it returns.
 * @returns whether it was made; false where somebody else's is there
 * @throws system errors; what may be left of it then is taken back by the undo
 */
export async function makeMarkerFile(what: MarkerFile, calls: Calls = { link }): Promise<boolean> {
  const { file, draft, message, runId } = what;
  const folder = path.dirname(file);
  const text = markerText(message, runId);
  try {
    await rm(draft, { force: true });
    await writeNew(draft, text);
    const made = (await linked(what, calls)) ?? (await madeDirectly(what, text));
    await rm(draft, { force: true });
    if (made) await syncFolder(folder);
    return made;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Null where this file system knows no links, and says so with one code or another. */
async function linked({ file, draft, runId }: MarkerFile, calls: Calls): Promise<boolean | null> {
  try {
    await calls.link(draft, file);
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') return null;
    // A server whose answer was lost is asked twice, and finds the link of the first time.
    return holdsRun((await textOf(file)) ?? '', runId);
  }
}

/** For a moment the marker is there without its content. Until it has it, the draft says that it may be ours. */
async function madeDirectly({ file }: MarkerFile, text: string): Promise<boolean> {
  await syncFolder(path.dirname(file));
  try {
    await writeNew(file, text);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @throws system errors, `EEXIST` when it is there; what was begun is removed */
async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(text);
    await readableByAll(handle);
    await handle.sync();
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(file, { force: true });
    throw error;
  }
}

/** Other accounts must see what it says, whatever this one's files are like. Some file systems keep no such rights. */
async function readableByAll(handle: FileHandle): Promise<void> {
  await handle.chmod(0o644).catch(() => undefined);
}
