/**
 * Motivation: every maintenance tool is given the post office's password on its command line, and some print that. What
 * they print is shown, kept, and handed on with the backup.
 * Description: text in pieces of every size, in other case and in other characters; files that a tool wrote by itself.
 * Pass criteria: the password is in nothing that comes out, everything else comes out as it was, and what cannot be the
 * password is not held back.
 */
import fc from 'fast-check';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodePage } from '../../../electron/tools/code-page';
import { MASK, Masker, maskFiles, maskText } from '../../../electron/tools/secrets';
import { temporaryFolder } from '../../support/places';

const inPieces = (pieces: readonly string[], password: string): string => {
  const masker = new Masker(password);
  return pieces.map((piece) => masker.take(piece)).join('') + masker.end();
};

describe('a password in text', () => {
  test('is found wherever the text is split', () => {
    const text = 'CHKSTAT HARBOUR Secret7 M:\\CCDATA SECRET7secret7 Secret';
    const masked = `CHKSTAT HARBOUR ${MASK} M:\\CCDATA ${MASK}${MASK} Secret`;
    for (let at = 0; at <= text.length; at++) {
      expect(inPieces([text.slice(0, at), text.slice(at)], 'Secret7')).toBe(masked);
    }
    expect(inPieces(text.split(''), 'Secret7')).toBe(masked);
    expect(maskText(text, 'Secret7')).toBe(masked);
  });

  test('is found in any text, in any pieces, and nothing else is changed', () => {
    const letters = fc.constantFrom('a', 'b', 'A', 'B', 'ß', 'é', ' ');
    const word = fc.array(letters, { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
    const pieces = fc.array(fc.array(letters, { maxLength: 6 }).map((all) => all.join('')));
    fc.assert(
      fc.property(word, pieces, (password, parts) => {
        const text = parts.join('');
        const masked = inPieces(parts, password);
        expect(masked).toBe(maskText(text, password));
        expect(masked.toLowerCase()).not.toContain(password.toLowerCase());
        if (!text.toLowerCase().includes(password.toLowerCase())) expect(masked).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('is not waited for: what cannot become it is shown at once', () => {
    const masker = new Masker('secret');
    expect(masker.take('Go on (Y/N)? ')).toBe('Go on (Y/N)? ');
    expect(masker.take('sec')).toBe('');
    expect(masker.take('ond ')).toBe('second ');
    expect(masker.take('secre')).toBe('');
    expect(masker.end()).toBe('secre');
  });

  test('is found where it was printed in other characters than it is read in', () => {
    const password = 'Schlüssel';
    for (const bytes of [
      Buffer.from(password),
      Buffer.from(password, 'latin1'),
      encodePage(password, '850'),
    ]) {
      for (const read of ['utf8', 'latin1'] as const) {
        const shown = maskText(`/P${bytes?.toString(read) ?? ''} end`, password);
        expect(shown).toBe(`/P${MASK} end`);
      }
    }
  });

  test('an empty one is nowhere', () => {
    expect(maskText('no password', '')).toBe('no password');
  });
});

describe('a password in files of a tool', () => {
  test('is overwritten, also at the edge of what is read at once, and nothing else is changed', async () => {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, 'logs'));
    const log = path.join(folder, 'logs', 'CHKSTAT.LOG');
    const filler = Buffer.alloc(1024 * 1024 - 3, 'x');
    const content = [Buffer.from('SECRET7'), filler, Buffer.from('secret7'), filler, Buffer.from('Secret7!')];
    await writeFile(log, Buffer.concat(content));
    await maskFiles(folder, 'Secret7');
    const wanted = [Buffer.from('*******'), filler, Buffer.from('*******'), filler, Buffer.from('*******!')];
    expect((await readFile(log)).equals(Buffer.concat(wanted))).toBe(true);
  });

  test('links are not followed', async () => {
    const base = await temporaryFolder();
    const folder = path.join(base, 'work');
    await mkdir(folder);
    await writeFile(path.join(base, 'outside'), 'secret7');
    await symlink(path.join(base, 'outside'), path.join(folder, 'link'));
    await symlink(base, path.join(folder, 'folder'));
    await maskFiles(folder, 'secret7');
    expect(await readFile(path.join(base, 'outside'), 'utf8')).toBe('secret7');
    expect((await readdir(folder)).sort()).toEqual(['folder', 'link']);
  });
});
