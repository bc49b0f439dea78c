import { execFile } from 'node:child_process';
import { chmod, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach } from 'vitest';
import type { Place } from '../../../electron/access/adapter';
import { runProgram } from '../../../electron/run/program';
import { usualAccess, type AccessCommands } from '../../../shared/access';

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A folder like a post office, in a folder of its own, removed after the test. Anybody may look into it. */
export async function postOfficeFolder(name = 'post office'): Promise<string> {
  const base = await realpath(await mkdtemp(path.join(os.tmpdir(), 'postbag-access-')));
  made.push(base);
  await chmod(base, 0o755);
  const root = path.join(base, name);
  await promisify(execFile)('mkdir', ['-m', '755', '--', root]);
  for (const file of ['MLANDATA', 'CLANDATA']) await writeFile(path.join(root, file), 'x'.repeat(8192));
  return root;
}

export function placeAt(root: string, changes: Partial<Place> = {}): Place {
  const { platform } = process;
  return { root, name: 'Leeds', settings: usualAccess, runProgram, platform, ...changes };
}

export function placeWith(root: string, commands: Partial<AccessCommands>): Place {
  const settings = { ...usualAccess, commands: { ...usualAccess.commands, limitSeconds: 10, ...commands } };
  return placeAt(root, { settings });
}

export const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
