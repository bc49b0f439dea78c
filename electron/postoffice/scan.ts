import { constants } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import { breathe } from '../run/breathe';
import { Cancelled, systemCode } from '../run/errors';
import { orCancelled } from './cancel';
import { compareNames } from './names';
import { isOwnFolder, pathIn, type Source } from './source';

/** One regular file as its folder entry says. */
export interface ScannedFile {
  /** Relative to the scanned folder, `/` between folders on every system, spelled as on disk. */
  readonly path: string;
  readonly bytes: number;
  /** Time of the last change in ms since 1970 UTC, just as `fs.Stats.mtimeMs` has it. */
  readonly mtimeMs: number;
  /** Volume and file number: another value under the same path is another file. Some network drives give 0 for it. */
  readonly identity: string;
}

/** Everything below one folder. All lists are sorted by path, so two scans of the same folder are equal. */
export interface Scan {
  readonly files: ScannedFile[];
  /** Relative paths of all folders below, empty ones too. */
  readonly folders: string[];
  /**
   * What could not be looked at, with the system's code; `ENOENT` where it went away meanwhile, or has a name that is
   * no valid text. A file that can be seen but not opened stands here and in `files`.
   */
  readonly unreadable: { path: string; code: string }[];
  /** Links, sockets, devices and the like; never followed. */
  readonly special: string[];
}

/** System calls under way at the same time: enough to hide a network's answering time, few enough to cancel quickly. */
const AT_ONCE = 32;

/**
 * Lists all files below a folder; what Postbag made there for itself is no part of it. Links are not followed, nothing is opened, nothing is changed.
 * @throws Cancelled
 * @throws the system's error when the folder itself cannot be read
 */
export async function scanFolder(
  source: Source,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Scan> {
  const scan: Scan = { files: [], folders: [], unreadable: [], special: [] };
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const files: string[] = [];
    try {
      const entries = await orCancelled(readdir(pathIn(source, folder), { withFileTypes: true }), signal);
      for (const entry of entries) {
        const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (isOwnFolder(entry.name)) continue;
        if (entry.isDirectory()) waiting.push(relative);
        else if (entry.isFile()) files.push(relative);
        else scan.special.push(relative);
      }
    } catch (error) {
      if (folder === '' || error instanceof Cancelled) throw error;
      scan.unreadable.push({ path: folder, code: systemCode(error) });
    }
    if (folder !== '') scan.folders.push(folder);
    for (let start = 0; start < files.length; start += AT_ONCE) {
      const some = files.slice(start, start + AT_ONCE);
      await orCancelled(Promise.all(some.map(async (file) => await look(source, file, scan))), signal);
    }
  }
  await breathe();
  scan.files.sort((a, b) => compareNames(a.path, b.path));
  scan.folders.sort(compareNames);
  scan.unreadable.sort((a, b) => compareNames(a.path, b.path));
  scan.special.sort(compareNames);
  return scan;
}

async function look(source: Source, relative: string, scan: Scan): Promise<void> {
  const file = pathIn(source, relative);
  try {
    const stats = await lstat(file, { bigint: true });
    if (!stats.isFile()) {
      scan.special.push(relative); // it was replaced since its folder was read
      return;
    }
    scan.files.push({
      path: relative,
      bytes: Number(stats.size),
      // The same arithmetic as Node's own, so that it can be compared with `mtimeMs` of an open file.
      mtimeMs: Number(stats.mtimeNs / 1_000_000_000n) * 1000 + Number(stats.mtimeNs % 1_000_000_000n) / 1e6,
      identity: `${stats.dev}:${stats.ino}`,
    });
    // On Windows this would say nothing about permissions, only ask the server once more.
    if (process.platform !== 'win32') await access(file, constants.R_OK);
  } catch (error) {
    scan.unreadable.push({ path: relative, code: systemCode(error) });
  }
}
