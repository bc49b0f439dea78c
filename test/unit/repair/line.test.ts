/**
 * Motivation: a command line is typed by a person from a manual of 1995 and run on the only copy that can be repaired.
 * Description: lines as sources print them are taken apart, and looked at for what must not go unnoticed.
 * Pass criteria: words are what a DOS prompt would make of them; no DELETE and no password gets by.
 */
import { expect, test } from 'vitest';
import { takesPassword, withoutPassword, wordsOf } from '../../../electron/repair/line';
import { removesMail } from '../../../shared/destructive';
import { procedures, type Dialect } from '../../../shared/procedures';

test.each([
  ['{name} {password} {dir} DIAGNOSTICS/M', ['{name}', '{password}', '{dir}', 'DIAGNOSTICS/M']],
  ['  /N{name}   /P{password} ', ['/N{name}', '/P{password}']],
  ['/N"last, first" /D{dir}', ['/N"last, first"', '/D{dir}']],
  ['"C:\\CC DATA" DIAGNOSTICS', ['C:\\CC DATA', 'DIAGNOSTICS']],
  ["O'Brien {dir}", ["O'Brien", '{dir}']],
  ['/N"never closed', ['/N"never closed']],
  ['', []],
])('%s', (line, words) => {
  expect(wordsOf(line)).toEqual(words);
});

test.each([
  ['/N{name} /P{password} /D{dir} /MESSAGES/DELETE/FOLDER/MSGLOG/DAYS/90', true],
  ['{name} {password} {dir} messages/delete', true],
  ['/DELETE/123456', true],
  ['{name} {password} {dir} DIAGNOSTICS/M', false],
])('%s removes mail: %s', (line, removes) => {
  expect(removesMail(line)).toBe(removes);
});

test('no line that Postbag brings along removes mail', () => {
  for (const { steps } of Object.values(procedures)) {
    for (const { lines } of steps) {
      for (const dialect of ['positional', 'switches'] satisfies Dialect[]) {
        const { known, suggested } = lines[dialect];
        expect(removesMail(known) || removesMail(suggested)).toBe(false);
      }
    }
  }
});

test('a password that is known does not stay in a line', () => {
  expect(withoutPassword('/Nx /PSECRET /Dy', 'SECRET')).toBe('/Nx /P{password} /Dy');
  expect(withoutPassword('/Nx /PSECRET /Dy', null)).toBe('/Nx /PSECRET /Dy');
  // One of one or two letters would tear other words apart.
  expect(withoutPassword('/M /R', 'R')).toBe('/M /R');
  expect(takesPassword('/P{password}')).toBe(true);
});
