/** The folders of contenders that keep each day as plain files. */
import fs from 'node:fs';
import path from 'node:path';

/**
 * @param {string} store
 * @returns {string} the folder of the day that was stored last, absolute
 */
export function newestDay(store) {
  const second = path.join(store, 'day2');
  return fs.existsSync(second) ? second : path.join(store, 'day1');
}
