import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Relative paths (`/`) of everything below a folder, sorted; folders end in `/`. Hidden ones too. */
export async function listTree(folder: string): Promise<string[]> {
  const names: string[] = [];
  const walk = async (relative: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, relative), { withFileTypes: true })) {
      const name = `${relative}${entry.name}`;
      if (entry.isDirectory()) {
        names.push(`${name}/`);
        await walk(`${name}/`);
      } else names.push(name);
    }
  };
  await walk('');
  return names.sort();
}

/** SHA-256 over names and bytes of everything below a folder. */
export async function treeHash(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await listTree(folder)) {
    hash.update(`${name}\0`);
    if (name.endsWith('/')) continue;
    for await (const chunk of createReadStream(path.join(folder, name))) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

/**
 * What of a folder shows that nobody touched it, without reading all bytes: size, identity and both times, to the
 * nanosecond, of every entry. The system moves `ctime` with every write, and nobody can set it back.
 */
export async function treeState(folder: string): Promise<string[]> {
  return await Promise.all(
    (await listTree(folder)).map(async (name) => {
      const { size, ino, mtimeNs, ctimeNs } = await lstat(path.join(folder, name), { bigint: true });
      return [name, size, ino, mtimeNs, ctimeNs].join(' ');
    }),
  );
}
