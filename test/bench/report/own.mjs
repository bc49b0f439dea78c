/** The tables of Postbag alone. */
import { POSTBAG_ELECTRON, POSTBAG_NODE } from '../peers/postbag.mjs';
import { plainReading, samplesOf, seconds, settlingPass, spread } from './stats.mjs';
import { table, withSpread } from './text.mjs';

/** @typedef {import('../results.mjs').Comparison} Comparison */
/** @typedef {import('../round.mjs').Sample} Sample */

/** @param {Comparison} comparison */
export function splitTable(comparison) {
  const parts = /** @type {const} */ ([
    ['Postbag in Node', POSTBAG_NODE],
    ['Postbag in Electron', POSTBAG_ELECTRON],
  ]);
  const rows = parts.flatMap(([name, id]) =>
    /** @type {const} */ (['full', 'nextDay']).map((day) => [
      `${name}, ${day === 'full' ? 'full' : 'next day'}`,
      withSpread(spread(comparison, id, ({ split }) => split && split[day].groupsMs / 1000)),
      withSpread(spread(comparison, id, ({ split }) => split && split[day].copiedMs / 1000)),
      withSpread(spread(comparison, id, (sample) => seconds(sample, day))),
      [...new Set(samplesOf(comparison, id).map(({ split }) => split?.[day].grade ?? '–'))].join(', '),
    ]),
  );
  return table(['', 'groups copied, s', 'settled, s', 'verified and sealed, s', 'grade'], rows);
}

/** @param {Comparison} comparison */
export function readingTable(comparison) {
  const row = (/** @type {string} */ what, /** @type {(sample: Sample) => number | null} */ value) => [
    what,
    withSpread(spread(comparison, POSTBAG_NODE, value)),
    withSpread(spread(comparison, POSTBAG_ELECTRON, value)),
  ];
  const verifyToReading = (/** @type {Sample} */ sample) => {
    const [verify, reading] = [seconds(sample, 'verify'), plainReading(sample)];
    return verify === null || reading === null ? null : verify / reading;
  };
  return table(
    ['', 'Postbag in Node', 'Postbag in Electron'],
    [
      row('settling pass that found nothing, s/GB', settlingPass),
      row('`postbag verify`, cold, s', (sample) => seconds(sample, 'verify')),
      row('reading the same bytes from the disk, one file at a time, s', (sample) =>
        seconds(sample, 'readOne'),
      ),
      row('reading them, four files at a time, s', (sample) => seconds(sample, 'readMany')),
      row('verify ÷ the faster reading', verifyToReading),
    ],
  );
}
