/** The tables of one comparison. */
import { POSTBAG_NODE } from '../peers/postbag.mjs';
import { readingTable, splitTable } from './own.mjs';
import { figureOf, samplesOf, spread, timesPostbag } from './stats.mjs';
import { inOneLine, medianOf, megabytes, table, withSpread } from './text.mjs';

/** @typedef {import('../results.mjs').Comparison} Comparison */
/** @typedef {import('./stats.mjs').Figure} Figure */
/** @typedef {import('../round.mjs').Sample} Sample */
/** @typedef {import('../round.mjs').Phase} Phase */

/**
 * The phases that a figure's CPU time and memory come from.
 * @type {Record<Figure, Phase[]>}
 */
const phasesOf = {
  full: ['full'],
  nextDay: ['nextDay'],
  proven: ['full', 'fullVerify'],
  verify: ['verify'],
  restore: ['restore'],
};

/**
 * @param {Figure} figure
 * @returns {(sample: Sample) => import('../measure.mjs').Measured[]}
 */
const measuredFor = (figure) => (sample) => {
  // Postbag's run verifies by itself.
  const phases = figure === 'proven' && sample.split ? phasesOf.full : phasesOf[figure];
  return phases.map((phase) => sample.phases[phase]).filter((measured) => measured !== undefined);
};

/**
 * @param {Comparison} comparison
 * @param {Figure} figure
 * @returns {string} Markdown
 */
function figureTable(comparison, figure) {
  const measured = measuredFor(figure);
  const rows = comparison.contenders.map(({ id, name }) => {
    const time = spread(comparison, id, (sample) => figureOf(sample, figure));
    const used = (/** @type {(all: import('../measure.mjs').Measured[]) => number} */ value) =>
      time && spread(comparison, id, (sample) => value(measured(sample)));
    return [
      name,
      withSpread(time),
      id === POSTBAG_NODE ? '1' : withSpread(timesPostbag(comparison, id, figure)),
      medianOf(used((all) => all.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / 1000)),
      megabytes(used((all) => Math.max(...all.map(({ peakBytes }) => peakBytes)))?.median),
    ];
  });
  const missing = comparison.missing.map(({ name }) => [name, 'missing', '', '', '']);
  return table(['', 'seconds', '× Postbag in Node', 'CPU s', 'peak MB'], [...rows, ...missing]);
}

/** @param {Comparison} comparison */
function storedTable(comparison) {
  const rows = comparison.contenders.map(({ id, name }) => {
    const [sample] = samplesOf(comparison, id);
    return [
      name,
      sample ? megabytes(sample.stored.full) : '–',
      sample ? megabytes(sample.stored.added) : '–',
    ];
  });
  return table(['', 'MB after the full backup', 'MB that the next day added'], rows);
}

/** @param {Comparison} comparison */
function failureLines({ failures, missing, contenders, samples }) {
  const name = (/** @type {string} */ id) => contenders.find((one) => one.id === id)?.name ?? id;
  const unable = contenders.filter(({ restores, id }) => !restores && samples.some((one) => one.id === id));
  return [
    ...missing.map((one) => `- ${one.name} is missing: ${one.reason}`),
    ...failures.map(
      ({ id, round, reason }) => `- ${name(id)} failed in round ${round + 1}: ${inOneLine(reason)}`,
    ),
    ...unable.map((one) => `- ${one.name} could not restore: this build has no command for it.`),
  ].join('\n');
}

/** @param {Comparison} comparison @returns {string} Markdown, with headings of the third level */
export function comparisonSections(comparison) {
  const section = (/** @type {string} */ title, /** @type {string} */ text, /** @type {string} */ content) =>
    `### ${title}\n\n${text}\n\n${content}`;
  const trouble = failureLines(comparison);
  return [
    ...(trouble === '' ? [] : [`### Missing and failed\n\n${trouble}`]),
    section(
      'Full backup',
      'Into an empty store, until it is on the disk. Postbag: until the set is copied, hashed with SHA-256, synced, and settled; CPU and memory are those of its whole run, with verifying and sealing.',
      figureTable(comparison, 'full'),
    ),
    section(
      'Full backup, verified',
      "Postbag's whole run reads the bag again before it seals it. Other programs: the full backup and their own verification right after it, with memory as the backup left it.",
      figureTable(comparison, 'proven'),
    ),
    section(
      'Next day',
      'The second backup into the same store, until it is on the disk; for Postbag again until it is settled.',
      figureTable(comparison, 'nextDay'),
    ),
    section(
      'Verify',
      'After the next day, the store cold. rsync and rclone compare with the source, which is in memory; restic and borg read what they stored of both days.',
      figureTable(comparison, 'verify'),
    ),
    section(
      'Restore',
      'The newest state into an empty folder, the store cold, until it is on the disk. What the first round restored was compared with the source byte by byte.',
      figureTable(comparison, 'restore'),
    ),
    section('Stored', 'Blocks on the disk, hard links counted once.', storedTable(comparison)),
    section(
      "Where Postbag's time goes",
      'From the start of the process, by the journals of the runs.',
      splitTable(comparison),
    ),
    section(
      'Reading',
      'A settling pass reads the source, which is in memory. Verifying is compared with reading the same files past the memory of the system and doing nothing with them.',
      readingTable(comparison),
    ),
  ].join('\n\n');
}
