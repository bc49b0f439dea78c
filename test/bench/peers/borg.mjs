/** borg: deduplicated chunks in segments; here without encryption. */
import path from 'node:path';
import { firstLine } from './first-line.mjs';

/**
 * @param {'none' | 'lz4'} compression
 * @returns {import('./contender.mjs').Contender}
 */
function borg(compression) {
  /** @param {import('./contender.mjs').Places} places */
  const repository = ({ store }) => path.join(store, 'repository');
  /** @type {(places: import('./contender.mjs').Places, ...args: string[]) => import('./contender.mjs').Command} */
  const call = ({ home }, ...args) => ({
    argv: ['borg', ...args],
    env: { BORG_BASE_DIR: home, BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes' },
  });
  /** @param {import('./contender.mjs').Places} places @param {string} day */
  const create = (places, day) =>
    call(places, 'create', `--compression=${compression}`, `${repository(places)}::${day}`, places.source);
  return {
    id: `borg-${compression}`,
    name: `borg (compression ${compression})`,
    how: `\`borg create --compression ${compression}\`; verified with \`borg check --verify-data\`, which reads all days`,
    command: 'borg',
    aptPackage: 'borgbackup',
    version: () => firstLine(['borg', '--version']),
    prepare: (places) => [call(places, 'init', '--encryption=none', repository(places))],
    full: (places) => [create(places, 'day1')],
    nextDay: (places) => [create(places, 'day2')],
    verify: (places) => [call(places, 'check', '--verify-data', repository(places))],
    restore: (places) => [{ ...call(places, 'extract', `${repository(places)}::day2`), cwd: places.out }],
  };
}

export const borgNone = borg('none');
export const borgLz4 = borg('lz4');
