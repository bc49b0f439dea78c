/** `cp -a`, then SHA-256 of every copied file with OpenSSL, which uses the processor's own instructions for it. */
import path from 'node:path';
import { newestDay } from './days.mjs';
import { firstLine } from './first-line.mjs';

/** @typedef {import('./contender.mjs').Command} Command */

const digestAll = 'find . -type f -print0 | sort -z | xargs -0 openssl dgst -sha256 -r';

/**
 * @param {string} folder
 * @param {string} digests absolute path of the file that takes them
 * @returns {Command}
 */
const digest = (folder, digests) => ({ argv: ['sh', '-c', digestAll], cwd: folder, stdout: digests });

/**
 * @param {string} folder
 * @param {string} expected absolute path of the file with the digests that must come out
 * @param {string} home
 * @returns {Command[]}
 */
function check(folder, expected, home) {
  const found = path.join(home, 'digests');
  return [digest(folder, found), { argv: ['cmp', expected, found], silent: true }];
}

/**
 * @param {string} source
 * @param {string} day folder that is made
 * @returns {Command[]}
 */
const copy = (source, day) => [{ argv: ['cp', '-a', source, day] }, digest(day, `${day}.sha256`)];

/** @type {import('./contender.mjs').Contender} */
export const cpChecksum = {
  id: 'cp-checksum',
  name: 'cp -a + SHA-256',
  how: '`cp -a`, then `openssl dgst -sha256` of each copy; verified and restored with the digests compared',
  command: 'openssl',
  aptPackage: 'openssl',
  version: () => firstLine(['openssl', 'version']),
  full: ({ source, store }) => copy(source, path.join(store, 'day1')),
  nextDay: ({ source, store }) => copy(source, path.join(store, 'day2')),
  verify: ({ store, home }) => check(newestDay(store), `${newestDay(store)}.sha256`, home),
  restore: ({ store, out, home }) => {
    const restored = path.join(out, 'restored');
    return [
      { argv: ['cp', '-a', newestDay(store), restored] },
      ...check(restored, `${newestDay(store)}.sha256`, home),
    ];
  },
};
