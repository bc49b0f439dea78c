/** The tables of how the cost grows. */
import { spreadOf } from './stats.mjs';
import { inOneLine, medianOf, megabytes, number, table, withSpread } from './text.mjs';

/** @typedef {import('../results.mjs').Scaling} Scaling */
/** @typedef {import('../scaling.mjs').ScalingSample} ScalingSample */

/**
 * @param {Scaling} scaling
 * @param {'files' | 'bytes'} grows
 */
function growthTable({ samples }, grows) {
  const chosen = samples.filter((sample) => sample.grows === grows);
  const rows = [...new Set(chosen.map(({ point }) => point))].map((point) => {
    const own = chosen.filter((sample) => sample.point === point);
    const spread = (/** @type {(sample: ScalingSample) => number} */ value) => spreadOf(own.map(value));
    const each = (/** @type {ScalingSample} */ { full, files, bytes }) =>
      grows === 'files' ? full.wallMs / files : full.wallMs / 1000 / (bytes / 1e9);
    return [
      (own[0]?.files ?? 0).toLocaleString('en'),
      megabytes(own[0]?.bytes ?? 0),
      withSpread(spread(({ split }) => split.copiedMs / 1000)),
      withSpread(spread(({ full }) => (full.wallMs + full.syncMs) / 1000)),
      medianOf(spread(each)),
      medianOf(spread(({ full }) => full.cpuMs / 1000)),
      number(Math.max(...own.map(({ full }) => full.peakBytes)) / 1e6),
    ];
  });
  const cost = grows === 'files' ? 'ms a file' : 's/GB';
  return table(['files', 'MB', 'settled, s', 'verified and sealed, s', cost, 'CPU s', 'peak MB'], rows);
}

/**
 * @param {Scaling | null} scaling
 * @returns {string} Markdown
 */
export function scalingSection(scaling) {
  if (!scaling) return 'Not measured yet: `node test/bench/run.mjs --scaling`.';
  const failed = scaling.failures.map(({ point, reason }) => `- ${point} failed: ${inOneLine(reason)}`);
  return [
    'Postbag in Node, a full backup. The cost of one more file or GB includes verifying and sealing; the peak is that of the worst round.',
    growthTable(scaling, 'files'),
    growthTable(scaling, 'bytes'),
    ...failed,
  ].join('\n\n');
}
