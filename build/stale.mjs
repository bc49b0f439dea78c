/**
 * Tells whether dist/ is older than what it was made from, by times alone. Folder times count too, so a source that
 * was deleted is noticed.
 */
import fs from 'node:fs';
import path from 'node:path';
import { dist, root } from './paths.mjs';

/** What each part is made from; anything else that changes does not change dist/. */
const sources = {
  engine: ['electron', 'shared', 'build/bundle.mjs', 'package.json', 'package-lock.json'],
  all: ['electron', 'shared', 'renderer', 'build/bundle.mjs', 'package.json', 'package-lock.json'],
};

/** @param {'all' | 'engine'} part */
const stamp = (part) => path.join(dist, `.built-${part}`);

/**
 * The newest change in a file or a folder with all that is in it.
 * @param {string} target absolute path
 * @returns {number} milliseconds since 1970; 0 for what does not exist
 */
function newestChange(target) {
  const stat = fs.statSync(target, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return fs
    .readdirSync(target)
    .reduce((newest, name) => Math.max(newest, newestChange(path.join(target, name))), stat.mtimeMs);
}

/**
 * @param {'all' | 'engine'} part
 * @returns {boolean} whether dist/ holds this part and nothing it is made from changed since
 */
export function isFresh(part) {
  const built = Math.max(
    ...[part, /** @type {const} */ ('all')].map(
      (one) => fs.statSync(stamp(one), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    ),
  );
  return built > 0 && sources[part].every((source) => newestChange(path.join(root, source)) < built);
}

/**
 * @param {'all' | 'engine'} part
 * @param {number} started when the build began to read sources, in milliseconds since 1970
 */
export function markBuilt(part, started) {
  fs.writeFileSync(stamp(part), '');
  fs.utimesSync(stamp(part), started / 1000, started / 1000);
}
