import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** The checkout, absolute. */
export const root = path.resolve(import.meta.dirname, '../..');

/** The built command line, absolute. */
export const builtCli = path.join(root, 'dist/main/cli.cjs');

/** What may be kept between test runs and thrown away at any time. */
export const cache = path.join(root, '.cache');

/** A new folder below `parent` that is removed when the test has finished. Absolute, without links in it. */
export async function temporaryFolder(parent = os.tmpdir()): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(parent, 'postbag-test-')));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What one backup needs: settings and journals of its own, a vault, and the post office. Absolute folders. */
export interface Places {
  readonly base: string;
  readonly home: string;
  readonly vault: string;
  readonly postOffice: string;
}

/** Empty `home` and `vault` in a temporary folder; the post office is only named. */
export async function makePlaces(parent?: string): Promise<Places> {
  const base = await temporaryFolder(parent);
  const [home, vault] = [path.join(base, 'home'), path.join(base, 'vault')];
  await Promise.all([mkdir(home), mkdir(vault)]);
  return { base, home, vault, postOffice: path.join(base, 'Harbour office') };
}
