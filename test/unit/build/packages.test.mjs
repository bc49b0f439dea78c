import { expect, test } from 'vitest';
import { aptPackages, unknownLibraries } from '../../../build/packages.mjs';

const missing = ['libgtk-3.so.0', 'libasound.so.2', 'libnss3.so', 'libnssutil3.so', 'wine'];

test('names packages as Debian 12 does', () => {
  expect(aptPackages(missing, () => false)).toEqual([
    'libasound2',
    'libgtk-3-0',
    'libnss3',
    'wine',
    'wine64',
  ]);
});

test('names packages as Ubuntu 24.04 does, where some were renamed', () => {
  const renamed = (name) => ['libasound2t64', 'libgtk-3-0t64'].includes(name);
  expect(aptPackages(missing, renamed)).toEqual([
    'libasound2t64',
    'libgtk-3-0t64',
    'libnss3',
    'wine',
    'wine64',
  ]);
});

test('says which library it has no package for', () => {
  expect(unknownLibraries(['libnew.so.9', 'libnss3.so'])).toEqual(['libnew.so.9']);
});
