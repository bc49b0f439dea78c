/**
 * The one place that decides whether a path of a bag is hostile (RFC 8493 section 5). A path is judged for every
 * system at once, so that a bag is refused or accepted the same way wherever it is read.
 */
import type { PathRefusal } from '../../shared/bag';

/** More rounds of percent-encoding than any honest name has. */
const roundsOfDecoding = 8;

/* eslint-disable no-control-regex -- control characters are what this looks for */
/** C0, DEL and C1, but for CR and LF. */
const controlCharacter = /[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]/;
/* eslint-enable no-control-regex */

/** Windows takes these for devices in any folder and with any extension; the superscript digits too. */
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])$/i;

/** Overlong and wide forms of `.`, `/`, `\` and NUL that careless decoders accept. */
const carelessForms: readonly (readonly [RegExp, string])[] = [
  [/%c0%ae|%u002e/gi, '.'],
  [/%c0%af|%u002f/gi, '/'],
  [/%c1%9c|%u005c/gi, '\\'],
  [/%c0%80|%u0000/gi, '\0'],
];

/** What nearly every path consists of: nothing in it can be decoded to anything else. */
const plain = /^[\w./ -]*$/;

/**
 * Why a path must not be used, or null when it is safe.
 * @param path a bag path after decoding: relative to the bag, with `/` between its segments.
 */
export function pathRefusal(path: string): PathRefusal | null {
  if (plain.test(path)) return leavesBag(path) ?? refusedSomewhere(path);
  if (/\p{Surrogate}/u.test(path)) return 'not-unicode';
  return leavesBag(path) ?? refusedInDisguise(path) ?? refusedSomewhere(path);
}

/** Refuses what points out of the bag when a reader decodes too eagerly, once or several times. */
function refusedInDisguise(path: string): PathRefusal | null {
  let form = path;
  for (let round = 0; round < roundsOfDecoding; round += 1) {
    const decoded = decodeEverything(form);
    if (decoded === form) return null;
    const refusal = leavesBag(decoded);
    if (refusal) return refusal;
    form = decoded;
  }
  return 'disguised';
}

function decodeEverything(path: string): string {
  let form = path;
  for (const [pattern, character] of carelessForms) form = form.replace(pattern, character);
  form = form.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replace(/%/g, ''), 'hex').toString());
  // Full-width and other compatibility forms of dots and slashes become the plain ones on some systems.
  return form.normalize('NFKC');
}

/** Refuses what could name something outside the bag on any system. */
function leavesBag(path: string): PathRefusal | null {
  if (path.includes('\0')) return 'control';
  if (/^[\\/]{1,2}[?.]{1,2}[\\/]/.test(path)) return 'device-namespace';
  if (/^[\\/]{2}/.test(path)) return 'unc';
  if (/^[\\/]/.test(path)) return 'absolute';
  if (/^[a-z]:/i.test(path)) return 'drive';
  if (/^(?:~|\$\{?\w|%[^%/\\]+%[/\\])/.test(path)) return 'home';
  // Windows drops dots and spaces at the end of a segment, so `.. ` may become `..`.
  if (path.split(/[\\/]/).some((segment) => /^ *\.\.[. ]*$/.test(segment))) return 'parent';
  return null;
}

/** Refuses what one system would read as something else than it says. */
function refusedSomewhere(path: string): PathRefusal | null {
  if (controlCharacter.test(path)) return 'control';
  if (path.includes('\\')) return 'backslash';
  if (path.includes(':')) return 'stream';
  const segments = path.split('/');
  if (segments.includes('')) return 'empty-segment';
  if (segments.some((segment) => deviceName.test((segment.split('.')[0] ?? '').trimEnd())))
    return 'device-name';
  if (segments.some((segment) => /[. ]$/.test(segment))) return 'trailing';
  return null;
}
