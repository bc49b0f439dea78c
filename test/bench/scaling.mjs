/**
 * How the cost of a full backup grows with the number of files and with their bytes.
 */
import fs from 'node:fs';
import path from 'node:path';
import { dataFiles, makePostOffice } from './data/post-office.mjs';
import { readSplit } from './journal.mjs';
import { describeMachine } from './machine.mjs';
import { measure, plainEnvironment, prepare } from './measure.mjs';
import { cliOf } from './options.mjs';
import { postbagInNode } from './peers/index.mjs';
import { earlierOr, save } from './results.mjs';
import { newPlaces } from './places.mjs';
import { commit, inScratch } from './scratch.mjs';
import { warm } from './tree.mjs';

/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('./data/post-office.mjs').Shape} Shape */

/**
 * @typedef {object} ScalingSample
 * @property {string} point which one
 * @property {'files' | 'bytes'} grows
 * @property {number} round from 0
 * @property {number} files
 * @property {number} bytes
 * @property {import('./measure.mjs').Measured} full
 * @property {import('./journal.mjs').Split} split
 */

/** @typedef {{ point: string, grows: 'files' | 'bytes', shape: Shape }} Point */

const SMALL_FILE = 4096;
/** Of the directory, and of the store when only the number of files grows. */
const SMALL_DATABASE = 64 * 1024;

/** @param {number} users @returns {Point} */
const filesPoint = (users) => ({
  point: `${users} files`,
  grows: 'files',
  shape: {
    users,
    userLeast: SMALL_FILE,
    userMost: SMALL_FILE,
    directory: SMALL_DATABASE,
    store: SMALL_DATABASE,
  },
});

/** @param {number} gigabytes @returns {Point} */
const bytesPoint = (gigabytes) => ({
  point: `${gigabytes} GB`,
  grows: 'bytes',
  shape: {
    users: 100,
    userLeast: SMALL_FILE,
    userMost: SMALL_FILE,
    directory: SMALL_DATABASE,
    store: gigabytes * 1e9,
  },
});

/** @param {boolean} quick @returns {Point[]} */
function points(quick) {
  const files = quick ? [10, 100] : [10, 100, 1000, 10_000, 100_000];
  const gigabytes = quick ? [0.01, 0.05] : [0.1, 1, 4, 8];
  return [...files.map(filesPoint), ...gigabytes.map(bytesPoint)];
}

/** @param {Options} options */
export const nameOf = ({ quick }) => (quick ? 'quick-scaling' : 'scaling');

/** @param {Point} point */
const bytesOf = ({ shape }) => dataFiles(shape).reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * Runs all points and saves after every sample.
 * @param {Options} options
 * @throws {Error} when it cannot be run; a backup that fails is recorded
 */
export async function scaling(options) {
  const contender = postbagInNode(cliOf(options));
  const all = points(options.quick);
  const room = Math.max(...all.map(bytesOf)) * 2.1 + 1e9;
  await inScratch(options.dir, room, async (folder) => {
    /** @type {import('./results.mjs').Scaling} */
    const fresh = {
      startedAt: new Date().toISOString(),
      endedAt: '',
      commit: commit(options.cli),
      machine: describeMachine(folder, [contender]),
      samples: [],
      failures: [],
    };
    const results = earlierOr(fresh, nameOf(options), options.goOn, ['commit', 'machine']);
    for (const point of all) {
      await measurePoint(point, { options, folder, contender, results });
    }
  });
}

/**
 * @param {Point} point
 * @param {{ options: Options, folder: string, contender: import('./peers/contender.mjs').Contender, results: import('./results.mjs').Scaling }} setting
 */
async function measurePoint(point, { options, folder, contender, results }) {
  const source = path.join(folder, 'post-office');
  const bench = { folder, env: plainEnvironment(folder) };
  const missing = Array.from({ length: options.rounds }, (_, round) => round).filter(
    (round) => !results.samples.some((sample) => sample.point === point.point && sample.round === round),
  );
  if (missing.length === 0) return;
  makePostOffice(source, point.shape);
  for (const round of missing) {
    try {
      const sample = await measureFull(point, round, { folder, source, contender, bench });
      console.log(`${point.point}, round ${round + 1}: ${(sample.full.wallMs / 1000).toFixed(2)} s`);
      results.samples.push(sample);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      console.error(`${point.point} failed: ${reason}`);
      results.failures.push({ point: point.point, round, reason: reason.replaceAll(folder, '…') });
    }
    results.endedAt = new Date().toISOString();
    save(nameOf(options), results);
  }
  fs.rmSync(source, { recursive: true, force: true });
}

/**
 * @param {Point} point
 * @param {number} round
 * @param {{ folder: string, source: string, contender: import('./peers/contender.mjs').Contender, bench: import('./measure.mjs').Bench }} setting
 * @returns {Promise<ScalingSample>}
 */
async function measureFull(point, round, { folder, source, contender, bench }) {
  const places = newPlaces(folder, source);
  await prepare(contender.prepare?.(places) ?? [], bench);
  warm(source);
  const full = await measure(contender.full(places), bench, folder);
  return {
    point: point.point,
    grows: point.grows,
    round,
    files: dataFiles(point.shape).length,
    bytes: bytesOf(point),
    full,
    split: readSplit(places.home, full.startedAt),
  };
}
