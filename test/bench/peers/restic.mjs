/** restic: encrypted, deduplicated chunks in packs. */
import path from 'node:path';
import { firstLine } from './first-line.mjs';

/**
 * @param {'off' | 'auto'} compression
 * @returns {import('./contender.mjs').Contender}
 */
function restic(compression) {
  /** @type {(places: import('./contender.mjs').Places, ...args: string[]) => import('./contender.mjs').Command} */
  const call = ({ store, home }, ...args) => ({
    argv: ['restic', '--quiet', `--repo=${path.join(store, 'repository')}`, ...args],
    env: { RESTIC_PASSWORD: 'benchmark', RESTIC_CACHE_DIR: path.join(home, 'cache') },
  });
  return {
    id: `restic-${compression}`,
    name: `restic (compression ${compression})`,
    how: `\`restic backup --compression ${compression}\`; verified with \`restic check --read-data\`, which reads all days`,
    command: 'restic',
    aptPackage: 'restic',
    version: () => firstLine(['restic', 'version']),
    prepare: (places) => [call(places, 'init', '--repository-version=2')],
    full: (places) => [call(places, 'backup', `--compression=${compression}`, places.source)],
    nextDay: (places) => [call(places, 'backup', `--compression=${compression}`, places.source)],
    verify: (places) => [call(places, 'check', '--read-data')],
    restore: (places) => [call(places, 'restore', 'latest', `--target=${places.out}`)],
  };
}

export const resticOff = restic('off');
export const resticAuto = restic('auto');
