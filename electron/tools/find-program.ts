import { access, constants, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** Where a program may lie, beside the folders that the system searches. */
export interface Places {
  /** Names of the program, without `.exe`; the first one that is found counts. */
  readonly names: readonly string[];
  /** Folders that are searched as well. */
  readonly folders: readonly string[];
  /** Folders in which installers make one of their own, and how that is called. */
  readonly installed: readonly { readonly within: string; readonly folder: RegExp }[];
}

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}

export const here: Surroundings = { platform: process.platform, env: process.env };

/** @returns the absolute path of a program that can be run; null when there is none. Never throws. */
export async function findProgram(places: Places, { platform, env }: Surroundings): Promise<string | null> {
  const paths = (env['PATH'] ?? env['Path'] ?? '').split(platform === 'win32' ? ';' : ':');
  // A relative folder in the search path is whatever folder we happen to be in.
  const searched = paths.filter((folder) => path.isAbsolute(folder));
  const installed = (await Promise.all(places.installed.map(foldersOf))).flat();
  const ending = platform === 'win32' ? '.exe' : '';
  for (const name of places.names) {
    for (const folder of [...searched, ...places.folders, ...installed]) {
      const program = path.join(folder, `${name}${ending}`);
      if (await canRun(program)) return program;
    }
  }
  return null;
}

/** The newest version first, as far as names tell. */
async function foldersOf({ within, folder }: Places['installed'][number]): Promise<string[]> {
  const names = await readdir(within).catch(() => []);
  return names
    .filter((name) => folder.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => path.join(within, name));
}

/** Whether there is a program. */
export async function canRun(program: string): Promise<boolean> {
  try {
    await access(program, constants.X_OK);
    return (await stat(program)).isFile();
  } catch {
    return false;
  }
}
