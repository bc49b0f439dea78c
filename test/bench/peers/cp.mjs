/** `cp -a`: a copy of everything every day, unverified. The least that a backup of plain files can cost. */
import path from 'node:path';
import { firstLine } from './first-line.mjs';

/** @type {import('./contender.mjs').Contender} */
export const cp = {
  id: 'cp',
  name: 'cp -a',
  how: '`cp -a` every day',
  command: 'cp',
  aptPackage: 'coreutils',
  version: () => firstLine(['cp', '--version']),
  full: ({ source, store }) => [{ argv: ['cp', '-a', source, path.join(store, 'day1')] }],
  nextDay: ({ source, store }) => [{ argv: ['cp', '-a', source, path.join(store, 'day2')] }],
  restore: ({ store, out }) => [{ argv: ['cp', '-a', path.join(store, 'day2'), out] }],
};
