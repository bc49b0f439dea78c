import { expect, test } from 'vitest';
import { collidingNames } from '../../../electron/postoffice/names';

test('names that differ in case only are listed side by side, others are not', () => {
  expect(collidingNames(['b', 'USR1', 'A', 'usr1', 'Usr1', 'B', 'c'])).toEqual([
    'B',
    'b',
    'USR1',
    'Usr1',
    'usr1',
  ]);
});

test('a folder collides with a file, and files in folders that differ in case collide', () => {
  expect(collidingNames(['DATA', 'data/x'])).toEqual(['DATA', 'data']);
  expect(collidingNames(['Sub/a', 'sub/A', 'sub/b'])).toEqual(['Sub', 'sub', 'Sub/a', 'sub/A']);
  expect(collidingNames(['sub/a', 'sub/b', 'sub2/a'])).toEqual([]);
});

test('ß and SS stay two names, as on Windows; é and É are one', () => {
  expect(collidingNames(['Straße', 'STRASSE'])).toEqual([]);
  expect(collidingNames(['é', 'É'])).toEqual(['É', 'é']);
});
