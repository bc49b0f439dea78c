import picomatch from 'picomatch/posix';
import type { PatternFault } from '../../shared/postoffice';
import { PostbagError } from '../run/errors';

const MAX_LENGTH = 128;
// Each wildcard multiplies the ways in which a long name can fail to match. With these limits the worst path that
// a file system allows (4,095 characters) took 35 ms, and a usual one takes microseconds.
const MAX_STARS = 3;
const MAX_GLOBSTARS = 2;
const MAX_TOGETHER = 4;

const refuse = (pattern: string, fault: PatternFault): PostbagError =>
  new PostbagError('check', 'pattern-invalid', { pattern, fault });

/**
 * A pattern as it is kept: `/` between folders, since an administrator on Windows writes `CCADMIN\*`, and no space
 * around it.
 * @throws PostbagError `pattern-invalid` when it is empty, long, leaves the post office or would be slow to match
 */
export function normalisePattern(pattern: string): string {
  const glob = pattern.trim().replaceAll('\\', '/');
  const segments = glob.split('/');
  if (glob === '') throw refuse(pattern, 'empty');
  if (glob.length > MAX_LENGTH) throw refuse(pattern.slice(0, MAX_LENGTH), 'too-long');
  if (glob.startsWith('/') || /^[a-z]:/i.test(glob) || segments.includes('..'))
    throw refuse(pattern, 'outside');
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (segments.some((segment) => segment === '' || segment === '.') || /[\x00-\x1f\x7f]/.test(glob)) {
    throw refuse(pattern, 'malformed');
  }
  const globstars = segments.filter((segment) => /^\*\*+$/.test(segment)).length;
  const stars = (glob.match(/\*+/g) ?? []).length - globstars;
  if (stars > MAX_STARS || globstars > MAX_GLOBSTARS || stars + globstars > MAX_TOGETHER) {
    throw refuse(pattern, 'too-many-wildcards');
  }
  return glob;
}

/**
 * A test for relative paths (`/` between folders). `*` and `?` stay inside one name, `**` spans folders, `[a-z]` and
 * `[!a-z]` are one character; everything else stands for itself, and case never matters.
 * @throws PostbagError `pattern-invalid`, as `normalisePattern`
 */
export function compileGlob(pattern: string): (relativePath: string) => boolean {
  const glob = normalisePattern(pattern)
    .split('/')
    .map((segment) => (/^\*\*+$/.test(segment) ? '**' : plainSegment(segment, pattern)))
    .join('/');
  const regex = picomatch.makeRe(glob, {
    nocase: true,
    dot: true,
    noextglob: true,
    nobrace: true,
    nonegate: true,
    regex: false,
    posix: false,
    literalBrackets: false,
    strictSlashes: true,
    fastpaths: false,
    debug: true, // throws what it would otherwise turn into "matches nothing"
  });
  return (relativePath) => regex.test(relativePath);
}

/** Escapes whatever is not a plain glob, so that the library never sees extglobs, braces, groups or quotes. */
function plainSegment(segment: string, pattern: string): string {
  return segment.replace(
    /\*+|\?|\[([!^]?)([^[\]]+)\]|[^]/gu,
    (token, negated: string | undefined, content: string | undefined) => {
      if (content !== undefined) return `[${negated ? '^' : ''}${characterClass(content, pattern)}]`;
      if (token.startsWith('*')) return '*';
      return token === '?' ? token : escapeAscii(token);
    },
  );
}

function characterClass(content: string, pattern: string): string {
  return content.replace(
    /(.)-(.)|./gsu,
    (token: string, from: string | undefined, to: string | undefined) => {
      if (from === undefined || to === undefined) return escapeAscii(token);
      if (from > to) throw refuse(pattern, 'malformed');
      return `${escapeAscii(from)}-${escapeAscii(to)}`;
    },
  );
}

const escapeAscii = (char: string): string => (/[!-,:-@[-^`{-~-]/.test(char) ? `\\${char}` : char);
