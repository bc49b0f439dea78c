/**
 * One round of one contender: a new store, a full backup, the next day, verification and restore.
 */
import fs from 'node:fs';
import path from 'node:path';
import { DIRECTORY_FILE } from './data/post-office.mjs';
import { readSplit } from './journal.mjs';
import { measure, prepare } from './measure.mjs';
import { newPlaces } from './places.mjs';
import { cool, differences, storedBytes, warm } from './tree.mjs';

/** @typedef {import('./measure.mjs').Measured} Measured */
/** @typedef {import('./peers/contender.mjs').Contender} Contender */
/** @typedef {import('./peers/contender.mjs').Places} Places */

/**
 * What is measured. `fullVerify` is the verification right after the full backup, with memory as that left it; `verify`
 * and `restore` find the store cold. `readOne` and `readMany` read the newest bag from the disk, one file and four files
 * at a time, with the bag cold too.
 * @typedef {'full' | 'fullVerify' | 'nextDay' | 'verify' | 'readOne' | 'readMany' | 'restore'} Phase
 */

/**
 * @typedef {object} Sample
 * @property {string} id of the contender
 * @property {number} round from 0
 * @property {number} load average load of the machine over the last minute, before the round
 * @property {Partial<Record<Phase, Measured>>} phases
 * @property {{ full: number, added: number }} stored bytes on the disk: after the full backup, and what the next day added
 * @property {{ full: import('./journal.mjs').Split, nextDay: import('./journal.mjs').Split } | null} split Postbag's own
 * @property {number | null} warmShare largest share of a store that was still in memory when it should have been cold, 0 to
 * 1; null when that could not be seen
 * @property {boolean | null} identical what was restored equals the source; null when not compared
 */

/**
 * What the rounds have in common.
 * @typedef {object} Setting
 * @property {string} folder scratch, absolute
 * @property {string} source the post office
 * @property {import('./data/next-day.mjs').NextDay} nextDay
 * @property {import('./measure.mjs').Bench} bench
 */

const reader = path.join(import.meta.dirname, 'read-disk.mjs');

/** The steps of a round, in order. */
class Round {
  /** @type {Partial<Record<Phase, Measured>>} */
  phases = {};
  /** @type {(number | null)[]} */
  warmShares = [];

  /**
   * @param {Setting} setting
   * @param {Places} places
   */
  constructor(setting, places) {
    this.setting = setting;
    this.places = places;
  }

  /**
   * @param {Phase} phase
   * @param {import('./measure.mjs').Command[] | undefined} commands nothing when the contender cannot do that
   * @param {{ store: 'as it is' | 'cold' }} state of the store; the source is always in memory
   */
  async step(phase, commands, { store }) {
    if (!commands) return;
    const { bench, source, folder } = this.setting;
    if (store === 'cold') this.warmShares.push(cool(this.places.store));
    warm(source);
    const measured = await measure(commands, bench, folder);
    this.phases[phase] = measured;
    const seconds = ((measured.wallMs + measured.syncMs) / 1000).toFixed(2);
    console.log(
      `    ${phase}: ${seconds} s, CPU ${(measured.cpuMs / 1000).toFixed(2)} s, ${Math.round(measured.peakBytes / 1e6)} MB`,
    );
  }
}

/**
 * @param {Contender} contender
 * @param {number} number of the round, from 0
 * @param {Setting} setting
 * @returns {Promise<Sample>}
 * @throws {Error} when a command fails, or the first restore is not what was backed up
 */
export async function measureRound(contender, number, setting) {
  const { source, nextDay, bench, folder } = setting;
  const load = loadNow();
  nextDay.undo();
  const places = newPlaces(folder, source);
  const round = new Round(setting, places);
  const splitOf = (/** @type {Phase} */ phase) =>
    contender.bag ? readSplit(places.home, round.phases[phase]?.startedAt ?? 0) : null;

  await prepare(contender.prepare?.(places) ?? [], bench);
  await round.step('full', contender.full(places), { store: 'as it is' });
  const fullSplit = splitOf('full');
  const full = storedBytes(places.store);
  await round.step('fullVerify', contender.verify?.(places), { store: 'as it is' });

  nextDay.apply();
  await round.step('nextDay', contender.nextDay(places), { store: 'as it is' });
  const nextDaySplit = splitOf('nextDay');
  const added = storedBytes(places.store) - full;

  await round.step('verify', contender.verify?.(places), { store: 'cold' });
  if (contender.bag) {
    const bag = contender.bag(places);
    const read = (/** @type {string} */ atOnce) => [{ argv: [process.execPath, reader, bag, atOnce] }];
    await round.step('readOne', read('1'), { store: 'cold' });
    await round.step('readMany', read('4'), { store: 'cold' });
  }
  await round.step('restore', contender.restore?.(places), { store: 'cold' });
  const identical = number === 0 && contender.restore ? sameAsSource(places) : null;

  return {
    id: contender.id,
    round: number,
    load,
    phases: round.phases,
    stored: { full, added },
    split: fullSplit && nextDaySplit ? { full: fullSplit, nextDay: nextDaySplit } : null,
    warmShare: largestKnown(round.warmShares),
    identical,
  };
}

/**
 * @param {Places} places
 * @returns {true}
 * @throws {Error} naming the differences
 */
function sameAsSource({ source, out }) {
  const found = differences(source, out, DIRECTORY_FILE);
  if (found !== '') throw new Error(`what was restored is not what was backed up:\n${found}`);
  return true;
}

/** @param {(number | null)[]} shares */
function largestKnown(shares) {
  const known = shares.filter((share) => share !== null);
  return known.length < shares.length ? null : Math.max(0, ...known);
}

/** @returns {number} */
function loadNow() {
  return Number(fs.readFileSync('/proc/loadavg', 'utf8').split(' ')[0]);
}
