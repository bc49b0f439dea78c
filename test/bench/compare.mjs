/**
 * The comparison: all contenders on the same post office, in rounds that begin with another contender each, so that a
 * moment in which the machine is slow does not always meet the same one.
 */
import path from 'node:path';
import { NextDay } from './data/next-day.mjs';
import { dataFiles, makePostOffice } from './data/post-office.mjs';
import { describeMachine } from './machine.mjs';
import { plainEnvironment } from './measure.mjs';
import { cliOf, shapeOf } from './options.mjs';
import { contenders } from './peers/index.mjs';
import { earlierOr, save } from './results.mjs';
import { measureRound } from './round.mjs';
import { commit, inScratch } from './scratch.mjs';

/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('./results.mjs').Comparison} Comparison */

/** @param {Options} options */
export const nameOf = ({ quick, storeGB }) => (quick ? 'quick-compare' : `compare-${storeGB}`);

/**
 * @param {Options} options
 * @returns {number} bytes: the source, two days of whole copies, what is restored, and some air
 */
function roomFor(options) {
  const bytes = dataFiles(shapeOf(options)).reduce((sum, file) => sum + file.bytes, 0);
  return bytes * 4.3 + 1e9;
}

/**
 * @param {Options} options
 * @param {string} folder
 * @param {NextDay} nextDay
 * @param {Awaited<ReturnType<typeof contenders>>} chosen
 * @returns {Comparison}
 */
function newComparison(options, folder, nextDay, { present, missing }) {
  const shape = shapeOf(options);
  const files = dataFiles(shape);
  const now = new Date().toISOString();
  return {
    startedAt: now,
    endedAt: now,
    commit: commit(options.cli),
    shape,
    data: {
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      nextDayFiles: nextDay.files,
      nextDayBytes: nextDay.bytes,
    },
    machine: describeMachine(folder, present),
    contenders: present.map(({ id, name, how, verify, restore }) => ({
      id,
      name,
      how,
      verifies: verify !== undefined,
      restores: restore !== undefined,
    })),
    missing,
    samples: [],
    failures: [],
  };
}

/** What must not differ between calls that add to the same results. @type {(keyof Comparison)[]} */
const parts = ['commit', 'shape', 'machine', 'contenders'];

/**
 * Runs the comparison and saves after every sample.
 * @param {Options} options
 * @throws {Error} when it cannot be run; a contender that fails is recorded and left out of that round
 */
export async function compare(options) {
  const chosen = await contenders(cliOf(options), options.only);
  for (const { name, reason } of chosen.missing) console.log(`Missing: ${name}: ${reason}`);
  await inScratch(options.dir, roomFor(options), async (folder) => {
    const source = path.join(folder, 'post-office');
    makePostOffice(source, shapeOf(options));
    const nextDay = new NextDay(source, shapeOf(options));
    const bench = { folder, env: plainEnvironment(folder) };
    const results = earlierOr(
      newComparison(options, folder, nextDay, chosen),
      nameOf(options),
      options.goOn,
      parts,
    );
    for (let round = 0; round < options.rounds; round++) {
      for (const contender of rotated(chosen.present, round)) {
        if (results.samples.some((sample) => sample.id === contender.id && sample.round === round)) continue;
        console.log(`round ${round + 1} of ${options.rounds}: ${contender.name}`);
        try {
          results.samples.push(await measureRound(contender, round, { folder, source, nextDay, bench }));
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          console.error(`  ${contender.name} failed: ${reason}`);
          results.failures.push({ id: contender.id, round, reason: reason.replaceAll(folder, '…') });
        }
        results.endedAt = new Date().toISOString();
        save(nameOf(options), results);
      }
    }
  });
}

/**
 * @template T
 * @param {T[]} list
 * @param {number} by
 * @returns {T[]}
 */
function rotated(list, by) {
  const start = (by * 3) % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
