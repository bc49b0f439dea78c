import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../bag/folder-sync';
import { takeLock, type Lock } from '../../run/lock';
import { realPath } from '../../run/real-path';
import { configLines, includeOf, sectionOf } from './config-text';
import { plainName } from './shares';

/** Where a share can be closed: at the end of its section. `before` is the line that follows it, from 0. */
export interface Spot {
  /** Absolute, links followed. */
  readonly file: string;
  readonly before: number;
}

/** How deep files may include each other; one that includes itself has no end. */
const DEEPEST = 16;
const LOCK_WAIT_MS = 20_000;

/** Configuration files are changed byte by byte, in whichever characters they are written. */
export const readConfig = async (file: string): Promise<string> => await readFile(file, 'latin1');

/**
 * Where the share's section ends in the configuration file or in one that it includes; the last place where it stands,
 * since what Samba reads later wins. Null when it stands in no file.
 * @throws system errors when the configuration file cannot be read
 */
export async function spotOf(config: string, share: string): Promise<Spot | null> {
  const wanted = plainName(share);
  let spot: Spot | null = null;
  /** Samba does not go back to the section it was in when an included file opened another one. */
  const walk = async (named: string, before: string | null, depth: number): Promise<string | null> => {
    const file = await realPath(named);
    let section = before;
    let here = false;
    for (const line of configLines(await readConfig(file))) {
      const begun = sectionOf(line);
      if (begun !== null) here = (section = begun) === wanted;
      const included = includeOf(line);
      if (included !== null && path.isAbsolute(included) && depth < DEEPEST) {
        section = await walk(included, section, depth + 1).catch(() => section);
      }
      here &&= section === wanted;
      // Nothing can follow a last line that says it goes on.
      if (here) spot = line.text.endsWith('\\') ? null : { file, before: line.to };
    }
    return section;
  };
  await walk(config, null, 0);
  return spot;
}

/**
 * Changes a configuration file so that it is there, whole, at any time, with the owner and the mode it had. Two runs
 * that change the same file wait for each other.
 * @param file absolute, links followed
 * @returns whether it was changed; not when the new text is the old one
 * @throws system errors
 */
export async function changeConfig(
  file: string,
  change: (text: string) => string | Promise<string>,
): Promise<boolean> {
  await stat(file); // before anything is made beside it
  const lock = await waitForLock(`${file}.postbag-lock`);
  try {
    const before = await readConfig(file);
    const after = await change(before);
    if (after === before) return false;
    await replace(file, after);
    return true;
  } finally {
    await lock.release();
  }
}

async function waitForLock(file: string): Promise<Lock> {
  const until = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    const lock = await takeLock(file);
    if ('release' in lock) return lock;
    if (Date.now() > until) throw new Error(`${file} is held by process ${lock.held.pid}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function replace(file: string, text: string): Promise<void> {
  const { mode, uid, gid } = await stat(file);
  const fresh = `${file}.postbag-new`;
  await rm(fresh, { force: true }); // left by a process that was killed; nobody else may write while we hold the lock
  try {
    const handle = await open(fresh, 'wx', 0o600);
    try {
      await handle.writeFile(text, 'latin1');
      await handle.chown(uid, gid);
      await handle.chmod(mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
}
