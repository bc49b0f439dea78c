/** Numbers and tables as Markdown. */

/** @typedef {import('./stats.mjs').Spread} Spread */

const NOTHING = '–';

/** @param {number} value */
export function number(value) {
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

/**
 * @param {Spread | null} spread
 * @returns {string} the median, and the least and the most when there is more than one
 */
export function withSpread(spread) {
  if (!spread) return NOTHING;
  const { median, least, most, count } = spread;
  return count === 1 ? number(median) : `${number(median)} (${number(least)}–${number(most)})`;
}

/** @param {Spread | null} spread */
export const medianOf = (spread) => (spread ? number(spread.median) : NOTHING);

/** @param {number | undefined} bytes */
export const megabytes = (bytes) =>
  bytes === undefined ? NOTHING : Math.round(bytes / 1e6).toLocaleString('en');

/**
 * Why something failed, in one line: what was called and the last thing it said.
 * @param {string} reason
 */
export function inOneLine(reason) {
  const lines = reason.split('\n').filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  return lines.length > 1 ? `\`${first}\`: ${lines.at(-1) ?? ''}` : first;
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 * @param {'numbers' | 'text'} [content] of all columns but the first
 */
export function table(head, rows, content = 'numbers') {
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 || content === 'text' ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
