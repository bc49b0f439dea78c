/**
 * How paths are written in manifests and fetch.txt, and how one name on disk is compared with another.
 * Which paths are refused is in `path-refusal.ts`.
 */

/** Which characters are percent-encoded: CR, LF and `%` (RFC 8493 2.1.3), CR and LF only, or nothing. */
export type PercentRule = 'all' | 'line-ends' | 'none';

const escapes: Readonly<Record<string, string>> = { '%': '%25', '\r': '%0D', '\n': '%0A' };
const characters: Readonly<Record<string, string>> = { '%25': '%', '%0D': '\r', '%0A': '\n' };

/** Writes a path as a manifest of the given rule has it. The inverse of `decodePath` for `all`. */
export function encodePath(path: string, rule: PercentRule = 'all'): string {
  if (rule === 'none') return path;
  return path.replace(
    rule === 'all' ? /[%\r\n]/g : /[\r\n]/g,
    (character) => escapes[character] ?? character,
  );
}

/** Reads a path from a manifest. Other percent sequences are part of the name and stay as they are. */
export function decodePath(written: string, rule: PercentRule = 'all'): string {
  if (rule === 'none') return written;
  const pattern = rule === 'all' ? /%(?:25|0D|0A)/gi : /%(?:0D|0A)/gi;
  return written.replace(pattern, (escape) => characters[escape.toUpperCase()] ?? escape);
}

/**
 * What else a written path may mean. Most tools never encoded `%`, whatever version they wrote, and some decoded
 * line ends in every version; so the other readings are tried when the one by the rule is not on disk.
 */
export function otherReadings(written: string, rule: PercentRule): string[] {
  const byRule = decodePath(written, rule);
  const all = (['all', 'line-ends', 'none'] as const).map((other) => decodePath(written, other));
  return [...new Set(all)].filter((reading) => reading !== byRule);
}

/** Equal for names that differ in Unicode normalisation only (RFC 8493 6.1.1.2). */
export function normalisedName(path: string): string {
  return path.normalize('NFC');
}

/** Equal for names that differ in case or Unicode normalisation only. */
export function foldedName(path: string): string {
  return path.normalize('NFC').toLowerCase().normalize('NFC');
}

/** Whether a bag path lies in the payload folder. */
export function isPayloadPath(path: string): boolean {
  return path.startsWith('data/');
}

/** The folders above a bag path, outermost first: `a/b/c` gives `a`, `a/b`. */
export function foldersAbove(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}
