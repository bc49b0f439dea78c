import prettyBytes from 'pretty-bytes';
import prettyMilliseconds from 'pretty-ms';

/** Times and sizes as a person reads them: the same in the window, in the terminal and in reports. */

const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const counts = new Intl.NumberFormat('en');

/** `3.4 GB`: decimal units, as disks are sold and systems show them. */
export function formatBytes(bytes: number): string {
  return prettyBytes(bytes);
}

/** `118 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${prettyBytes(bytesPerSecond)}/s`;
}

/** `1m 10s`; whole seconds. */
export function formatDuration(ms: number): string {
  return ms < 1000 ? 'under 1s' : prettyMilliseconds(ms, { secondsDecimalDigits: 0, unitCount: 2 });
}

/** `1,500`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** `1,500 files`, `1 file`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Local date and time of an ISO 8601 text or of ms since 1970 UTC. */
export function formatWhen(time: string | number): string {
  return when.format(new Date(time));
}

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** `12 days ago`, `just now`. `now` in ms since 1970 UTC. */
export function formatAgo(time: string | number, now = Date.now()): string {
  const passed = now - new Date(time).getTime();
  for (const [unit, ms] of units) {
    if (passed >= ms) return ago.format(-Math.floor(passed / ms), unit);
  }
  return 'just now';
}
