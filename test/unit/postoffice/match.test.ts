import { describe, expect, test } from 'vitest';
import { formats } from '../../../electron/postoffice/formats';
import { checkChanges, classifier, classify, resolvePatterns } from '../../../electron/postoffice/match';
import { PostbagError } from '../../../electron/run/errors';
import type { FormatId, PatternChanges } from '../../../shared/postoffice';

const classes = (format: FormatId, changes: PatternChanges, paths: string[]): Record<string, string> => {
  const classOf = classifier(resolvePatterns(format, changes));
  return Object.fromEntries(paths.map((path) => [path, classOf(path)]));
};

describe('the formats', () => {
  test('DB6', () => {
    expect(
      classes('ccmail-db6', {}, [
        'USR00001',
        'usr0000A',
        'Clandata',
        'MLANDATA',
        'CCADMIN/IE.RI',
        'NFTERROR.LOG',
        'SCHED.OR2',
        'privdir.ini',
        'CCPOMBOX.001',
        'CCVER.TB',
        'PRACTICE.TXT',
        'CCPODOWN',
        'USR1.OLD',
        'USR0001',
        'CCPOMS',
        'OLD/CLANDATA',
        'README',
      ]),
    ).toEqual({
      USR00001: 'user',
      usr0000A: 'user',
      Clandata: 'directory',
      MLANDATA: 'store',
      'CCADMIN/IE.RI': 'program',
      'NFTERROR.LOG': 'auxiliary',
      'SCHED.OR2': 'auxiliary',
      'privdir.ini': 'auxiliary',
      'CCPOMBOX.001': 'auxiliary',
      'CCVER.TB': 'auxiliary',
      'PRACTICE.TXT': 'auxiliary',
      CCPODOWN: 'left-out',
      'USR1.OLD': 'unrecognised',
      USR0001: 'unrecognised',
      CCPOMS: 'unrecognised',
      'OLD/CLANDATA': 'unrecognised',
      README: 'unrecognised',
    });
  });

  test('DB8', () => {
    expect(
      classes('ccmail-db8', {}, [
        'U0000001',
        'USR00001',
        'u1',
        'CCPOMI',
        'ccpods',
        'CCPODD.00',
        'CCPOMS',
        'ccpodown',
        'UPGRADE.TXT',
        'SUB/U0000001',
        'CLANDATA',
      ]),
    ).toEqual({
      U0000001: 'user',
      USR00001: 'user',
      u1: 'user',
      CCPOMI: 'directory',
      ccpods: 'directory',
      'CCPODD.00': 'directory',
      CCPOMS: 'store',
      ccpodown: 'left-out',
      'UPGRADE.TXT': 'unrecognised',
      'SUB/U0000001': 'unrecognised',
      CLANDATA: 'unrecognised',
    });
  });

  test('the required files of a format lie in its second and third group', () => {
    for (const { id, required, patterns } of Object.values(formats)) {
      const roles = required.map((name) => classify(name, patterns));
      expect(roles.at(-1), id).toBe('store');
      expect(new Set(roles.slice(0, -1)), id).toEqual(new Set(['directory']));
    }
  });
});

describe('patterns changed by the administrator', () => {
  test('a changed role replaces the format’s own patterns, other roles keep theirs', () => {
    expect(classes('ccmail-db8', { user: ['BOX*'] }, ['BOX1', 'U0000001', 'CCPOMS'])).toEqual({
      BOX1: 'user',
      U0000001: 'unrecognised',
      CCPOMS: 'store',
    });
  });

  test('a narrower role wins over the wide pattern of user files', () => {
    expect(classes('ccmail-db8', { auxiliary: ['UPDATES'] }, ['UPDATES', 'U1'])).toEqual({
      UPDATES: 'auxiliary',
      U1: 'user',
    });
  });

  test('! takes names out again, before or after what puts them in', () => {
    const either = { '!UX*': ['!UX*', 'U*'], 'U*': ['U*', '! ux* '] };
    for (const user of Object.values(either)) {
      expect(classes('ccmail-db8', { user }, ['U1', 'UX1'])).toEqual({ U1: 'user', UX1: 'unrecognised' });
    }
  });

  test('no change can bring the shutdown marker into a bag', () => {
    for (const leaveOut of [[], ['!CCPODOWN', '*.LCK'], ['*.LCK']]) {
      const found = classes('ccmail-db6', { leaveOut, user: ['CC*'] }, ['CCPODOWN', 'CcPoDown', 'A.LCK']);
      expect(found).toMatchObject({ CCPODOWN: 'left-out', CcPoDown: 'left-out' });
      expect(found['A.LCK']).toBe(leaveOut.length > 0 ? 'left-out' : 'unrecognised');
    }
  });

  test('changes are kept written in one way', () => {
    expect(checkChanges({ program: [' CCADMIN\\** '], user: ['! *.* '] })).toEqual({
      program: ['CCADMIN/**'],
      user: ['!*.*'],
    });
  });

  test.each([{ user: ['../*'] }, { store: ['MLANDATA', ''] }, { leaveOut: ['!'] }, { program: ['U[z-a]'] }])(
    'a pattern that cannot be used is refused before anything is listed: %j',
    (changes) => {
      expect(() => checkChanges(changes)).toThrow(PostbagError);
      expect(() => resolvePatterns('ccmail-db6', changes)).toThrow(PostbagError);
    },
  );

  test('the refusal names the pattern and what is wrong with it', () => {
    expect(() => checkChanges({ user: ['USR*', 'D:\\USR*'] })).toThrow(
      expect.objectContaining({
        stage: 'check',
        code: 'pattern-invalid',
        params: { pattern: 'D:\\USR*', fault: 'outside' },
      }),
    );
    const many = Array.from({ length: 101 }, (_, i) => `U${i}`);
    expect(() => checkChanges({ user: many })).toThrow(
      expect.objectContaining({ params: { pattern: 'U100', fault: 'too-many' } }),
    );
  });
});
