import fs from 'node:fs';
import path from 'node:path';

/** @typedef {import('./peers/contender.mjs').Places} Places */

/**
 * Makes the folders of one round of one contender anew; what the round before left in them is removed.
 * @param {string} folder scratch, absolute
 * @param {string} source the post office
 * @returns {Places}
 */
export function newPlaces(folder, source) {
  const places = {
    source,
    store: path.join(folder, 'store'),
    out: path.join(folder, 'out'),
    home: path.join(folder, 'home'),
  };
  for (const place of [places.store, places.out, places.home, path.join(folder, 'tmp')]) {
    fs.rmSync(place, { recursive: true, force: true });
    fs.mkdirSync(place);
  }
  return places;
}
