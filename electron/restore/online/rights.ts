import type { Stats } from 'node:fs';
import { chmod, chown, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Gives a restored post office the owners and rights of the one whose place it takes, so that whoever could work in that can
 * work in this. A file that had no counterpart gets those of another file there. What the system does not allow is left: only
 * root can give files away. On Windows a new folder has the rights of the folder that it is made in.
 * @param like absolute folder of the old one
 * @param folder absolute folder of the restored one
 */
export async function takeOverRights(like: string, folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const usual = { file: await firstFile(like), folder: await statsOf(like) };
  const walk = async (below: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
      const name = path.join(below, entry.name);
      const before = await statsOf(path.join(like, name));
      const same = before?.isDirectory() === entry.isDirectory() ? before : null;
      if (entry.isDirectory()) await walk(name);
      await give(path.join(folder, name), same ?? (entry.isDirectory() ? usual.folder : usual.file));
    }
  };
  await walk('');
  await give(folder, usual.folder);
}

async function give(to: string, like: Stats | null): Promise<void> {
  if (like === null) return;
  await chown(to, like.uid, like.gid).catch(() => undefined);
  await chmod(to, like.mode & 0o7777).catch(() => undefined);
}

async function firstFile(folder: string): Promise<Stats | null> {
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const stats = await statsOf(path.join(folder, name));
    if (stats?.isFile() === true) return stats;
  }
  return null;
}

/** Null for what is not there, and for links: what they lead to has rights of its own. */
async function statsOf(file: string): Promise<Stats | null> {
  const stats = await lstat(file).catch(() => null);
  return stats?.isSymbolicLink() === true ? null : stats;
}
