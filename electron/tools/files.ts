import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** All regular files below a folder, absolute. Links are not followed. @throws system errors */
export async function regularFilesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return await regularFilesBelow(full);
      return entry.isFile() ? [full] : [];
    }),
  );
  return found.flat();
}
