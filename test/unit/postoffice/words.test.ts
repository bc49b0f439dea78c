import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from '../../../electron/postoffice/formats';
import { recognise } from '../../../electron/postoffice/recognise';
import { RecognitionKind, type Recognition } from '../../../shared/postoffice';
import { formatName, recognitionWords } from '../../../shared/words/postoffice';

const text = (found: Recognition): string => Object.values(recognitionWords(found)).filter(Boolean).join(' ');

describe('why a folder is taken for what it is', () => {
  test('the names that decided are said as they are on disk, and so are those that are missing', () => {
    expect(text(recognise(['clandata', 'MLANDATA'], 'X'))).toContain('clandata and MLANDATA are there');
    expect(text(recognise(['CCPOMS', 'CCPOMI'], 'X'))).toContain('CCPODS is missing');
    expect(text(recognise(['CLANDATA', 'CCPOMS'], 'X'))).toContain(
      'MLANDATA, CCPOMI and CCPODS are not there',
    );
    expect(text(recognise(['CCPOMBOX.1'], 'X'))).toContain('CCPOMBOX.1 is there');
    expect(text(recognise(['CLANDATA'], 'LOCALPO'))).toMatch(/named LOCALPO.*CLANDATA is there too/);
    expect(text(recognise(['me.cca'], 'X'))).toContain('me.cca may be archives');
  });

  test('many names are shortened', () => {
    const boxes = Array.from({ length: 9 }, (_, i) => `CCPOMBOX.${i}`);
    expect(text(recognise(boxes, 'X'))).toContain('CCPOMBOX.3 and 5 more are there');
  });

  test('where nothing was found, every name that was looked for is said', () => {
    const words = text(recognise([], 'X'));
    for (const name of Object.values(formats).flatMap(({ required }) => required))
      expect(words).toContain(name);
  });

  test('no healthy post office is told that it is none, and nothing is ever called "not cc:Mail"', () => {
    for (const kind of RecognitionKind.options) {
      const words = text({ kind, format: null, practice: false, evidence: ['A'], missing: ['B'] });
      expect(words).not.toMatch(/not an? cc:Mail/i);
    }
    const db8 = text(recognise(['CCPOMI', 'CCPODS', 'CCPOMS'], 'X'));
    expect(db8).toContain('cc:Mail post office, DB8');
    expect(db8).not.toMatch(/\bnot?\b|missing/i);
  });

  test('a practice post office is never called cc:Mail', () => {
    for (const kind of RecognitionKind.options) {
      const words = text({ kind, format: null, practice: true, evidence: ['A'], missing: ['B'] });
      expect(words).not.toMatch(/cc:?mail/i);
    }
    expect(recognitionWords(recognise(['CLANDATA', 'MLANDATA', 'PRACTICE.TXT'], 'X')).title).toBe(
      'A practice post office made by Postbag, with DB6-shaped names',
    );
    expect(formatName('ccmail-db8', true)).not.toMatch(/cc:?mail/i);
  });

  test('no sentence has a hole where a name should be', () => {
    const names = [
      'CLANDATA',
      'MLANDATA',
      'CCPOMI',
      'CCPODS',
      'CCPOMS',
      'CCPOMBOX.1',
      'USR00001',
      'me.cca',
      'PRACTICE.TXT',
    ];
    for (const folder of ['CCDATA', 'LOCALPO']) {
      fc.assert(
        fc.property(fc.subarray(names), (there) => {
          expect(text(recognise(there, folder))).not.toMatch(/undefined| {2}|\s[.,]/);
        }),
      );
    }
  });
});
