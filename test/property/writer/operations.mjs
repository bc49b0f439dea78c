/**
 * What the writer does, made of single steps. An operation names its file and place by plain numbers, which are brought
 * into range here, so that every script can be carried out, whatever was left out of it.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('../model/script').Operation} Operation */

/** Limits that keep a long run small. Bytes, files. */
const LARGEST = 512 * 1024;
const MOST_FILES = 40;
const TMP = '~WRITE.TMP';

/**
 * @param {World} world
 * @param {Operation} operation
 */
export async function carryOut(world, { kind, file, at, length }) {
  const paths = [...world.files.keys()];
  const path = paths[file % paths.length] ?? '';
  const loose = paths.filter((one) => !world.kept.has(one));
  const extra = loose[file % Math.max(1, loose.length)];
  const size = world.files.get(path) ?? 0;
  const from = at % (size + 1);
  const inside = Math.min(length, size - from);
  if (kind === 'write' || (kind === 'append' && size >= LARGEST) || inside === 0) {
    world.write(path, Math.min(from, LARGEST), length);
  } else if (kind === 'append') world.write(path, size, length);
  else if (kind === 'truncate') world.truncate(path, at % 2 === 0 ? from : Math.min(size + length, LARGEST));
  else if (kind === 'touch') world.touch(path, 1_000_000_000 + at);
  else if (kind === 'there-and-back') await world.thereAndBack(path, from, inside, () => sleep(at % 4));
  else if (kind === 'mapped') await world.store(path, from, inside);
  else if (kind === 'replace' || kind === 'same-again')
    replace(world, path, kind === 'replace' ? length : null);
  else if (kind === 'create' && paths.length < MOST_FILES) {
    const name = world.newName();
    world.create(name);
    world.write(name, 0, length);
  } else if (kind === 'brief') {
    const name = world.newName();
    world.create(name);
    await sleep(at % 4);
    world.delete(name);
  } else if (extra !== undefined && kind === 'away-and-back') {
    const name = world.newName();
    world.rename(extra, name);
    await sleep(at % 4);
    world.rename(name, extra);
  } else if (extra !== undefined) world.delete(extra);
}

/**
 * As careful programs save: the new bytes into a file beside it, which then takes the name.
 * @param {World} world
 * @param {string} path
 * @param {number | null} length null for the same bytes again
 */
function replace(world, path, length) {
  world.create(TMP);
  if (length === null) world.copy(TMP, path);
  else world.write(TMP, 0, length);
  world.rename(TMP, path);
}
