import fc from 'fast-check';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathRefusal } from '../../../electron/bag/path-refusal';
import { decodePath, encodePath } from '../../../electron/bag/paths';

/** Strings made of what is dangerous in paths, more often than chance would have it. */
const nastyPath = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('/', '\\', '.', '..', ':', '~', ' ', '%', 'C:', 'data', 'x') },
      {
        weight: 3,
        arbitrary: fc.constantFrom('%2e', '%2F', '%5c', '%25', '%3A', '%c0%ae', '\uff0e', '\u2025'),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('encoding', () => {
  test('of a path is undone by decoding, whatever the path', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      nastyPath,
      fc.string({ unit: fc.constantFrom(...Array.from('%250AaDd\r\n')) }),
    );
    fc.assert(fc.property(anyText, (text) => decodePath(encodePath(text)) === text));
  });

  test('leaves one line without line ends', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\r\n]/.test(encodePath(text))));
  });

  test('changes CR, LF and % only (RFC 8493 2.1.3), and line ends only in 0.97', () => {
    expect(encodePath('data/a b%ü\r\n:')).toBe('data/a b%25ü%0D%0A:');
    expect(encodePath('data/a b%ü\r\n:', 'line-ends')).toBe('data/a b%ü%0D%0A:');
    expect(encodePath('data/a%\n', 'none')).toBe('data/a%\n');
  });

  test('is read in either case, and other sequences are part of the name', () => {
    expect(decodePath('data/%0a%0D%25%20%2e')).toBe('data/\n\r%%20%2e');
    expect(decodePath('data/%0a%25', 'line-ends')).toBe('data/\n%25');
    expect(decodePath('data/%0a%25', 'none')).toBe('data/%0a%25');
  });
});

describe('a safe path', () => {
  test.each([
    'data/MLANDATA',
    'data/a/b c/ü.txt',
    'data/.keep',
    'data/..hidden',
    'data/a..b',
    'data/100%',
    'data/http%3A%2F%2Fexample.org%2F',
    'data/line\nend\r',
    'data/~backup',
    'data/$Recycle',
    'data/console.txt',
    'data/com10',
    'data/nullable',
    'data/日本語',
    'postbag/run.json',
  ])('is %j', (safe) => {
    expect(pathRefusal(safe)).toBeNull();
  });
});

describe('a refused path', () => {
  test('never resolves to a place outside the bag, on any system: all others do stay inside', () => {
    fc.assert(
      fc.property(nastyPath, (candidate) => {
        fc.pre(pathRefusal(candidate) === null);
        for (const form of [candidate, encodePath(candidate), decodePath(candidate)]) {
          const onPosix = path.posix.resolve('/vault/bag', form);
          const onWindows = path.win32.resolve('C:\\vault\\bag', form);
          expect(onPosix.startsWith('/vault/bag/')).toBe(true);
          expect(onWindows.startsWith('C:\\vault\\bag\\')).toBe(true);
          // No name was bent on the way: what Windows opens is what the path says.
          expect(onWindows).toBe(`C:\\vault\\bag\\${form.replaceAll('/', '\\')}`);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('stays refused when it is percent-encoded, once or several times, in part or whole', () => {
    const leaving = fc.constantFrom(
      '../x',
      'data/../../x',
      '..\\x',
      '/etc/passwd',
      '\\\\server\\share',
      'C:\\x',
      '~root/x',
      'data/..',
    );
    const hide = (text: string, which: readonly boolean[]) =>
      Array.from(text)
        .map((character, index) => {
          const hex = (character.codePointAt(0) ?? 0).toString(16).padStart(2, '0');
          return which[index] ? `%${hex}` : character;
        })
        .join('');
    fc.assert(
      fc.property(
        leaving,
        fc.array(fc.array(fc.boolean(), { maxLength: 40 }), { maxLength: 4 }),
        (plain, rounds) => {
          expect(pathRefusal(rounds.reduce(hide, plain))).not.toBeNull();
        },
      ),
      { numRuns: 1000 },
    );
  });
});
