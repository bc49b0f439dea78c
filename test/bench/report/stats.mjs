/**
 * Figures of a comparison, by round, and what they come to.
 */
import { POSTBAG_NODE } from '../peers/postbag.mjs';

/** @typedef {import('../results.mjs').Comparison} Comparison */
/** @typedef {import('../round.mjs').Sample} Sample */
/** @typedef {import('../round.mjs').Phase} Phase */
/** @typedef {{ median: number, least: number, most: number, count: number }} Spread */

/**
 * What is compared. `full` and `nextDay`: until everything is copied and on the disk. `proven`: until everything has also
 * been read back and compared: Postbag's whole run, or another program's full backup and its verification right after it.
 * @typedef {'full' | 'nextDay' | 'proven' | 'verify' | 'restore'} Figure
 */

/**
 * @param {number[]} values
 * @returns {Spread | null} null without values
 */
export function spreadOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return null;
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return { median, least, most, count: sorted.length };
}

/**
 * @param {Sample} sample
 * @param {Phase} phase
 * @returns {number | null} seconds until what was done is on the disk
 */
export function seconds({ phases }, phase) {
  const measured = phases[phase];
  return measured ? (measured.wallMs + measured.syncMs) / 1000 : null;
}

/**
 * @param {Sample} sample
 * @param {Figure} figure
 * @returns {number | null} seconds; null when the contender cannot do it
 */
export function figureOf(sample, figure) {
  const { split } = sample;
  if (figure === 'proven') {
    const full = seconds(sample, 'full');
    if (split || full === null) return full;
    const verify = seconds(sample, 'fullVerify');
    return verify === null ? null : full + verify;
  }
  if (split && (figure === 'full' || figure === 'nextDay')) return split[figure].copiedMs / 1000;
  return seconds(sample, figure);
}

/**
 * @param {Comparison} comparison
 * @param {string} id
 * @returns {Sample[]} of one contender
 */
export const samplesOf = ({ samples }, id) => samples.filter((sample) => sample.id === id);

/**
 * @param {Comparison} comparison
 * @param {string} id
 * @param {(sample: Sample) => number | null} value
 * @returns {Spread | null}
 */
export function spread(comparison, id, value) {
  return spreadOf(
    samplesOf(comparison, id)
      .map(value)
      .filter((one) => one !== null),
  );
}

/**
 * How many times as long a contender takes as Postbag in Node, each round by itself.
 * @param {Comparison} comparison
 * @param {string} id
 * @param {Figure} figure
 * @returns {number[]} by round
 */
function ratios(comparison, id, figure) {
  return samplesOf(comparison, id).flatMap((sample) => {
    const ours = samplesOf(comparison, POSTBAG_NODE).find(({ round }) => round === sample.round);
    const [their, our] = [figureOf(sample, figure), ours ? figureOf(ours, figure) : null];
    return their === null || our === null ? [] : [their / our];
  });
}

/** @type {(comparison: Comparison, id: string, figure: Figure) => Spread | null} */
export const timesPostbag = (...which) => spreadOf(ratios(...which));

/**
 * The other way round: how many times as long Postbag in Node takes as a contender.
 * @type {(comparison: Comparison, id: string, figure: Figure) => Spread | null}
 */
export const postbagTimes = (...which) => spreadOf(ratios(...which).map((ratio) => 1 / ratio));

/**
 * Seconds for each GB of the settling passes that found nothing.
 * @param {Sample} sample
 * @returns {number | null} the slowest of the sample
 */
export function settlingPass({ split }) {
  const passes = [...(split?.full.passes ?? []), ...(split?.nextDay.passes ?? [])];
  const costs = passes
    .filter(({ moved, bytes }) => moved === 0 && bytes > 0)
    .map(({ ms, bytes }) => ms / 1000 / (bytes / 1e9));
  return costs.length === 0 ? null : Math.max(...costs);
}

/**
 * @param {Sample} sample
 * @returns {number | null} seconds of the fastest plain reading of the bag
 */
export function plainReading(sample) {
  const [one, many] = [seconds(sample, 'readOne'), seconds(sample, 'readMany')];
  return one === null || many === null ? null : Math.min(one, many);
}

/**
 * @param {Sample} sample
 * @returns {number} bytes, the most of all phases
 */
export function peakBytes({ phases }) {
  const own = Object.entries(phases).filter(([phase]) => !phase.startsWith('read'));
  return Math.max(...own.map(([, measured]) => measured.peakBytes));
}
