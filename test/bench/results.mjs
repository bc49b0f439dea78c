/**
 * What was measured, as files that grow with every sample: .cache/bench/<name>.json
 */
import fs from 'node:fs';
import path from 'node:path';
import { cache } from '../../build/paths.mjs';

/**
 * Names: `compare-1`, `compare-3` (GB), `scaling`; `quick-…` for those that only tried it out.
 *
 * @typedef {object} Comparison
 * @property {string} startedAt ISO 8601 UTC
 * @property {string} endedAt of the newest sample
 * @property {string} commit of the checkout, with `+` when files had been changed
 * @property {import('./data/post-office.mjs').Shape} shape
 * @property {{ bytes: number, files: number, nextDayBytes: number, nextDayFiles: number }} data
 * @property {import('./machine.mjs').Machine} machine
 * @property {{ id: string, name: string, how: string, verifies: boolean, restores: boolean }[]} contenders
 * @property {import('./peers/index.mjs').Missing[]} missing
 * @property {import('./round.mjs').Sample[]} samples
 * @property {{ id: string, round: number, reason: string }[]} failures
 *
 * @typedef {object} Scaling
 * @property {string} startedAt ISO 8601 UTC
 * @property {string} endedAt
 * @property {string} commit
 * @property {import('./machine.mjs').Machine} machine
 * @property {import('./scaling.mjs').ScalingSample[]} samples
 * @property {{ point: string, round: number, reason: string }[]} failures
 *
 * How long the event loops were blocked, by a measurement in the running app.
 * @typedef {{ sets: EventLoopSet[] }} EventLoop
 *
 * @typedef {object} EventLoopSet
 * @property {string} during what went on meanwhile, a sentence
 * @property {string} measuredAt ISO 8601 UTC
 * @property {string} commit as of a comparison
 * @property {string} electron version
 * @property {import('./event-loop/one-run.mjs').LoopRun[]} runs
 */

export const folder = path.join(cache, 'bench');

/** @param {string} name */
const fileOf = (name) => path.join(folder, `${name}.json`);

/**
 * @param {string} name
 * @returns {any} null when there are no such results
 */
export function load(name) {
  return fs.existsSync(fileOf(name)) ? JSON.parse(fs.readFileSync(fileOf(name), 'utf8')) : null;
}

/**
 * Writes results in one piece, so that a call that is broken off leaves those of the last sample.
 * @param {string} name
 * @param {Comparison | Scaling | EventLoop} results
 */
export function save(name, results) {
  fs.mkdirSync(folder, { recursive: true });
  const partial = `${fileOf(name)}.${process.pid}`;
  fs.writeFileSync(partial, `${JSON.stringify(results, null, 1)}\n`);
  fs.renameSync(partial, fileOf(name));
}

/**
 * Earlier results to go on with; their failures are tried again.
 * @template {Comparison | Scaling} Results
 * @param {Results} fresh what new results would be
 * @param {string} name
 * @param {boolean} goOn whether earlier ones are wanted
 * @param {(keyof Results)[]} same what must not differ
 * @returns {Results}
 * @throws {Error} when something differs that must not
 */
export function earlierOr(fresh, name, goOn, same) {
  /** @type {Results | null} */
  const earlier = goOn ? load(name) : null;
  if (!earlier) return fresh;
  for (const part of same) {
    if (JSON.stringify(earlier[part]) !== JSON.stringify(fresh[part])) {
      throw new Error(`--continue: the ${String(part)} of the earlier results is another one`);
    }
  }
  return { ...earlier, failures: [] };
}
