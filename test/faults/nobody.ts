import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { chmod, chown } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { builtCli, makePlaces, type Places } from '../support/places';
import { makePostOffice } from '../support/post-office';

const NOBODY = { uid: 65534, gid: 65534 };
const asRoot = process.getuid?.() === 0;

/** The checkout of root may lie where nobody else can look, so they get a copy of the program. */
function programForAnybody(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'postbag-program-'));
  cpSync(path.dirname(builtCli), folder, { recursive: true });
  chmodSync(folder, 0o755);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function asNobody() {
  const folder = programForAnybody();
  return { as: NOBODY, cwd: folder, cli: path.join(folder, path.basename(builtCli)) };
}

/** Options of a call that permissions hold for: root, who may do everything, becomes the user nobody first. */
export const withoutRights = asRoot ? asNobody() : {};

/** Places with a practice post office, in which a user without rights may work. */
export async function placesForAnybody(): Promise<Places> {
  const places = await makePlaces();
  await makePostOffice(places.postOffice);
  await chmod(places.base, 0o755);
  if (asRoot) for (const folder of [places.home, places.vault]) await chown(folder, NOBODY.uid, NOBODY.gid);
  return places;
}
