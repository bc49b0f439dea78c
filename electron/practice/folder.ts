import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** The names in a folder, found whatever their case: a copy on another system may have changed it. */
export interface FolderNames {
  readonly names: readonly string[];
  /** Absolute path of a file as it is really called; of the name as given when it is not there. */
  pathOf(name: string): string;
}

/** @throws the system's error when the folder cannot be listed */
export async function findNames(folder: string): Promise<FolderNames> {
  const names = await readdir(folder);
  const real = new Map(names.map((name) => [name.toUpperCase(), name]));
  return { names, pathOf: (name) => path.join(folder, real.get(name.toUpperCase()) ?? name) };
}
