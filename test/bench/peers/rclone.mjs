/** rclone: a mirror whose replaced files are kept aside. (`--copy-dest` fails between local disks.) */
import path from 'node:path';
import { firstLine } from './first-line.mjs';

/**
 * @param {string} home
 * @param {string[]} args
 */
const call = (home, ...args) => ({
  argv: ['rclone', `--config=${path.join(home, 'rclone.conf')}`, '--stats=0', ...args],
});

/** @param {string} store */
const mirror = (store) => path.join(store, 'mirror');

/** @type {import('./contender.mjs').Contender} */
export const rclone = {
  id: 'rclone',
  name: 'rclone',
  how: '`rclone copy`, next day `rclone sync --backup-dir`; verified with `rclone check` against the source',
  command: 'rclone',
  aptPackage: 'rclone',
  version: () => firstLine(['rclone', 'version']),
  prepare: ({ home }) => [{ argv: ['touch', path.join(home, 'rclone.conf')] }],
  full: ({ source, store, home }) => [call(home, 'copy', source, mirror(store))],
  nextDay: ({ source, store, home }) => [
    call(home, 'sync', `--backup-dir=${path.join(store, 'replaced')}`, source, mirror(store)),
  ],
  verify: ({ source, store, home }) => [call(home, 'check', source, mirror(store))],
  restore: ({ store, out, home }) => [call(home, 'copy', mirror(store), out)],
};
