import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlob } from '../../../electron/postoffice/glob';
import { PostbagError } from '../../../electron/run/errors';

const faultOf = (pattern: string): unknown => {
  try {
    compileGlob(pattern);
  } catch (error) {
    if (error instanceof PostbagError && error.code === 'pattern-invalid') return error.params['fault'];
    throw error;
  }
  return null;
};

/** Plain globs as they are explained to the administrator, decided one character at a time. */
function fits(pattern: string, name: string): boolean {
  if (pattern === '') return name === '';
  if (pattern.startsWith('**/')) {
    const below = name.indexOf('/') + 1;
    return fits(pattern.slice(3), name) || (below > 0 && fits(pattern, name.slice(below)));
  }
  const head = pattern[0];
  if (head === '*') {
    const inside = name !== '' && !name.startsWith('/');
    return fits(pattern.slice(1), name) || (inside && fits(pattern, name.slice(1)));
  }
  if (name === '') return false;
  const same = head === '?' ? !name.startsWith('/') : head?.toUpperCase() === name[0]?.toUpperCase();
  return same && fits(pattern.slice(1), name.slice(1));
}

describe('what a pattern matches', () => {
  const char = fc.constantFrom(...Array.from('aAbB.+!@#$^&()[]{},;=~"\'|<>-_ é'));
  const name = fc
    .array(char, { minLength: 1, maxLength: 10 })
    .map((chars) => chars.join(''))
    .filter((text) => text.trim() === text && text !== '.' && text !== '..');

  test('a name without wildcards matches itself in any case, and no other name', () => {
    const literal = name.filter((text) => !/\[.+\]/.test(text));
    fc.assert(
      fc.property(literal, literal, (pattern, other) => {
        const matches = compileGlob(pattern);
        expect(matches(pattern.toUpperCase())).toBe(true);
        expect(matches(pattern.toLowerCase())).toBe(true);
        expect(matches(other)).toBe(pattern.toUpperCase() === other.toUpperCase());
      }),
      { numRuns: 2000 },
    );
  });

  test('*, ? and ** mean what the help says, whatever stands around them', () => {
    const piece = fc.constantFrom('a', 'b', '.', '+', '(', ')', '|', '{', '}', '!', '@', '*', '?', 'a', 'b');
    const segment = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
    const pattern = fc
      .tuple(fc.constantFrom('', '**/', 'a/'), segment)
      .map(([prefix, rest]) => prefix + rest)
      .filter((text) => faultOf(text) === null && !/(^|\/)\*\*+$/.test(text));
    const part = fc
      .array(fc.constantFrom('a', 'b', 'A', '.', '+', '(', ')', '|', '!', '@'), {
        minLength: 1,
        maxLength: 5,
      })
      .map((chars) => chars.join(''))
      .filter((text) => text !== '.' && text !== '..');
    const file = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(pattern, file, (glob, path) => {
        expect(compileGlob(glob)(path)).toBe(fits(glob, path));
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    ['USR?????', ['USR00001', 'usr0000a', 'USR1.OLD'], ['USR0001', 'USR000001', 'SUB/USR00001']],
    ['CCADMIN/**', ['CCADMIN/IE.RI', 'ccadmin/a/b', 'CCADMIN/.x'], ['CCADMIN', 'CCADMINX/a', 'X/CCADMIN/a']],
    ['CCADMIN\\*.RI', ['CCADMIN/IE.RI'], ['CCADMIN/SUB/IE.RI']],
    ['**/IE.RI', ['IE.RI', 'A/IE.RI', 'A/B/ie.ri'], ['XIE.RI']],
    ['*', ['A', '.hidden', 'A.B'], ['A/B']],
    ['U[0-9A-F]*', ['U0', 'ufx'], ['UG', 'U', 'U[0-9A-F]']],
    ['U[!0-9]', ['UA'], ['U1', 'U/', 'U']],
    ['U[ab]', ['UA', 'ub'], ['U[ab]', 'Uab', 'UC']],
    ['U[-x]', ['U-', 'UX'], ['Uy']],
    ['A[^^]', ['AB'], ['A^']],
    ['A[b', ['A[B'], ['AB']],
  ])('%s', (pattern, yes, no) => {
    const matches = compileGlob(pattern);
    expect(yes.filter((path) => !matches(path))).toEqual([]);
    expect(no.filter(matches)).toEqual([]);
  });
});

describe('patterns that are refused', () => {
  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['A'.repeat(129), 'too-long'],
    ['/etc/passwd', 'outside'],
    ['\\\\server\\share\\x', 'outside'],
    ['C:\\CCDATA\\*', 'outside'],
    ['c:x', 'outside'],
    ['../*', 'outside'],
    ['A\\..\\B', 'outside'],
    ['..', 'outside'],
    ['A//B', 'malformed'],
    ['CCADMIN/', 'malformed'],
    ['./A', 'malformed'],
    ['A\0B', 'malformed'],
    ['U[9-0]', 'malformed'],
    ['*a*a*a*', 'too-many-wildcards'],
    ['**/a/**/a/**', 'too-many-wildcards'],
    ['**/a/**/*a*a*', 'too-many-wildcards'],
  ])('%j is %s', (pattern, fault) => {
    expect(faultOf(pattern)).toBe(fault);
  });

  test('extended globs, braces and regular expressions are plain text', () => {
    expect(compileGlob('(a+)+b')('aaab')).toBe(false);
    expect(compileGlob('(a+)+b')('(A+)+B')).toBe(true);
    expect(compileGlob('{a,b}')('a')).toBe(false);
    expect(compileGlob('+(a|b)')('a')).toBe(false);
    expect(compileGlob('!(a)')('b')).toBe(false);
    expect(compileGlob('a|b')('b')).toBe(false);
  });

  test.each(['*a*a*b', '**/*a*a*b', '**/**/*a*b', '**/a*/**/*b'])(
    'the worst names a file system allows do not make %s slow',
    (pattern) => {
      const matches = compileGlob(pattern);
      const names = ['a'.repeat(255), `${'a'.repeat(250)}/`.repeat(16) + 'a', 'a/'.repeat(2000) + 'a'];
      const started = performance.now();
      expect(names.filter(matches)).toEqual([]);
      // It takes some 0.1 s; each wildcard beyond the limit would make that a hundred times as much.
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );
});
