/** rsync: plain files; the next day shares unchanged files with the day before as hard links. */
import path from 'node:path';
import { newestDay } from './days.mjs';
import { firstLine } from './first-line.mjs';

/**
 * @param {boolean} checksum compare by content instead of size and time
 * @returns {import('./contender.mjs').Contender}
 */
function rsync(checksum) {
  const mode = checksum ? ['-a', '-c'] : ['-a'];
  const name = ['rsync', ...mode].join(' ');
  return {
    id: checksum ? 'rsync-c' : 'rsync',
    name,
    how: `\`${name}\`, next day with \`--link-dest\`; verified with \`rsync -anc\` against the source`,
    command: 'rsync',
    aptPackage: 'rsync',
    version: () => firstLine(['rsync', '--version']),
    full: ({ source, store }) => [{ argv: ['rsync', ...mode, `${source}/`, path.join(store, 'day1/')] }],
    nextDay: ({ source, store }) => [
      {
        argv: [
          'rsync',
          ...mode,
          `--link-dest=${path.join(store, 'day1')}`,
          `${source}/`,
          path.join(store, 'day2/'),
        ],
      },
    ],
    verify: ({ source, store }) => [
      {
        argv: ['rsync', '-anc', '--delete', '--out-format=%n', `${source}/`, `${newestDay(store)}/`],
        silent: true,
      },
    ],
    restore: ({ store, out }) => [{ argv: ['rsync', ...mode, `${newestDay(store)}/`, `${out}/`] }],
  };
}

export const rsyncByTime = rsync(false);
export const rsyncByContent = rsync(true);
