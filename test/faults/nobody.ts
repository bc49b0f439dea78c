import { chmod, chown } from 'node:fs/promises';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice } from '../support/post-office';

const NOBODY = { uid: 65534, gid: 65534 };
const asRoot = process.getuid?.() === 0;

/** Options of a call that permissions hold for: root, who may do everything, becomes the user nobody first. */
export const withoutRights = { ...(asRoot && { as: NOBODY }) };

/** Places with a practice post office, in which a user without rights may work. */
export async function placesForAnybody(): Promise<Places> {
  const places = await makePlaces();
  await makePostOffice(places.postOffice);
  await chmod(places.base, 0o755);
  if (asRoot) for (const folder of [places.home, places.vault]) await chown(folder, NOBODY.uid, NOBODY.gid);
  return places;
}
