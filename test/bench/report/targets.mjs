/**
 * The targets, and whether they are met. A target is met when the median meets it; whether the worst round does too is
 * said beside it.
 */
import { POSTBAG_NODE } from '../peers/postbag.mjs';
import { longestBlocks } from './event-loop.mjs';
import {
  figureOf,
  peakBytes,
  plainReading,
  postbagTimes,
  samplesOf,
  settlingPass,
  spread,
  spreadOf,
  timesPostbag,
} from './stats.mjs';
import { number, table, withSpread } from './text.mjs';

/** @typedef {import('../results.mjs').Comparison} Comparison */
/** @typedef {import('./stats.mjs').Spread} Spread */
/** @typedef {import('./stats.mjs').Figure} Figure */

/** @typedef {{ target: string, measured: string, met: string }} Judged */

const LOOKED_AT = ['rsync-c', 'rclone', 'restic-off', 'restic-auto', 'borg-none', 'borg-lz4'];
const ALL_PEERS = ['cp', 'cp-checksum', 'rsync', ...LOOKED_AT];

/**
 * @param {string} target
 * @param {Spread | null} found
 * @param {number} limit
 * @param {string} unit
 * @returns {Judged}
 */
function atMost(target, found, limit, unit) {
  if (!found) return { target, measured: '', met: 'not measured' };
  const met =
    found.median > limit ? '**not met**' : found.most > limit ? 'met, but not in every round' : 'met';
  return { target, measured: `${withSpread(found)} ${unit}`.trim(), met };
}

/**
 * How far ahead of other programs Postbag is, judged by the one that is nearest.
 * @param {Comparison} comparison
 * @param {string} target
 * @param {Figure} figure
 * @param {string[]} peers
 * @param {number} limit
 * @returns {Judged}
 */
function aheadOf(comparison, target, figure, peers, limit) {
  const found = peers.map((id) => ({ id, times: timesPostbag(comparison, id, figure) }));
  const measured = found.flatMap(({ id, times }) => (times ? [{ name: nameOf(comparison, id), times }] : []));
  const [nearest] = measured.sort((a, b) => a.times.median - b.times.median);
  if (!nearest) return { target, measured: '', met: 'not measured' };
  const behind = measured.filter(({ times }) => times.median < limit).map(({ name }) => name);
  const once = measured.filter(({ times }) => times.least < limit).map(({ name }) => name);
  const unknown = found.filter(({ times }) => !times).map(({ id }) => nameOf(comparison, id));
  const verdict =
    behind.length > 0
      ? `**not met** (${behind.join(', ')})`
      : once.length > 0
        ? `met, but not in every round (${once.join(', ')})`
        : 'met';
  const rest = unknown.length > 0 ? `; not measured: ${unknown.join(', ')}` : '';
  return {
    target,
    measured: `nearest: ${nearest.name}, ${withSpread(nearest.times)} ×`,
    met: verdict + rest,
  };
}

/** @param {Comparison} comparison @param {string} id */
function nameOf({ contenders, missing }, id) {
  return [...contenders, ...missing].find((one) => one.id === id)?.name ?? id;
}

/** @param {Comparison} comparison */
function verifyToReading(comparison) {
  return spread(comparison, POSTBAG_NODE, (sample) => {
    const [verify, reading] = [figureOf(sample, 'verify'), plainReading(sample)];
    return verify === null || reading === null ? null : verify / reading;
  });
}

/**
 * @param {Comparison[]} comparisons
 * @param {import('../results.mjs').Scaling | null} scaling
 * @returns {Spread | null} MB
 */
function memory(comparisons, scaling) {
  const bytes = [
    ...comparisons.flatMap((one) => samplesOf(one, POSTBAG_NODE)).map(peakBytes),
    ...(scaling?.samples ?? []).map(({ full }) => full.peakBytes),
  ];
  const found = spreadOf(bytes.map((one) => one / 1e6));
  // Not the usual size but the largest one is what a machine must have.
  return found && { ...found, median: found.most };
}

/**
 * @param {Comparison} comparison
 * @param {Comparison | null} large the one with more data, whose memory counts too
 * @param {import('../results.mjs').Scaling | null} scaling
 * @param {import('../results.mjs').EventLoop | null} eventLoop
 * @returns {Judged[]}
 */
function judge(comparison, large, scaling, eventLoop) {
  const peak = memory(large ? [comparison, large] : [comparison], scaling);
  const blocked = longestBlocks(eventLoop);
  const sizes = scaling ? 'of any size' : '(only this size was measured)';
  return [
    atMost('Full backup within 1.5 × `cp -a` + sync', postbagTimes(comparison, 'cp', 'full'), 1.5, '×'),
    aheadOf(comparison, 'Full backup ahead of rsync -c, rclone, restic and borg', 'full', LOOKED_AT, 1),
    aheadOf(comparison, 'Next day 3 × ahead of rsync -c, rclone, restic and borg', 'nextDay', LOOKED_AT, 3),
    atMost(
      'Settling pass at most 0.3 s/GB when nothing moved',
      spread(comparison, POSTBAG_NODE, settlingPass),
      0.3,
      's/GB',
    ),
    atMost('Verify within 1.3 × reading the bytes from the disk', verifyToReading(comparison), 1.3, '×'),
    aheadOf(comparison, 'Restore ahead of every other program', 'restore', ALL_PEERS, 1),
    {
      ...atMost(`Peak memory under 200 MB for a post office ${sizes}`, peak, 200, 'MB'),
      ...(peak && { measured: `at most ${number(peak.most)} MB` }),
    },
    {
      ...atMost(
        'No event loop of the app blocked longer than 50 ms',
        blocked && { ...blocked, median: blocked.most },
        50,
        'ms',
      ),
      ...(blocked && { measured: `at most ${number(blocked.most)} ms` }),
    },
  ];
}

/**
 * @param {Comparison} comparison
 * @param {Comparison | null} large the one with more data, whose memory counts too
 * @param {import('../results.mjs').Scaling | null} scaling
 * @param {import('../results.mjs').EventLoop | null} eventLoop
 * @returns {string} Markdown
 */
export function targetsTable(comparison, large, scaling, eventLoop) {
  const rows = judge(comparison, large, scaling, eventLoop).map(({ target, measured, met }) => [
    target,
    measured,
    met,
  ]);
  return table(['target', 'measured', 'met?'], rows, 'text');
}
