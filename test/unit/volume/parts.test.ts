/**
 * Motivation: a snapshot is of one volume. What of a post office lies on another one would silently be missing from it.
 * Description: folders with other file systems mounted inside, one inside the other.
 * Pass criteria: each is a part of its own, named by where it is; a plain folder is none.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { partsOf } from '../../../electron/volume/parts';
import { cannotMount, mountMemory } from '../../support/disks';
import { temporaryFolder } from '../../support/places';

test('a post office in one folder is one part', async () => {
  const root = await temporaryFolder();
  mkdirSync(path.join(root, 'CCADMIN', 'OLD'), { recursive: true });
  expect(await partsOf(root, ['CCADMIN', 'CCADMIN/OLD', 'GONE'])).toEqual([{ at: '', folder: root }]);
});

test('what lies on another volume is a part, also within another part', async ({ skip }) => {
  skip(cannotMount !== null, cannotMount ?? '');
  const root = await temporaryFolder();
  const inside = (at: string): string => path.join(root, ...at.split('/'));
  mountMemory(inside('CCADMIN'), 1_000_000);
  mkdirSync(inside('CCADMIN/OLD'));
  mountMemory(inside('CCADMIN/OLD/DEEP'), 1_000_000);
  mkdirSync(inside('PLAIN'));
  const folders = ['CCADMIN/OLD/DEEP', 'PLAIN', 'CCADMIN', 'CCADMIN/OLD'];
  expect(await partsOf(root, folders)).toEqual([
    { at: '', folder: root },
    { at: 'CCADMIN', folder: inside('CCADMIN') },
    { at: 'CCADMIN/OLD/DEEP', folder: inside('CCADMIN/OLD/DEEP') },
  ]);
});
