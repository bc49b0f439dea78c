/** Postbag's own command line, in Node or inside Electron. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { firstLine } from './first-line.mjs';

export const POSTBAG_NODE = 'postbag-node';
export const POSTBAG_ELECTRON = 'postbag-electron';

/** Done, and done with findings (docs/cli.md). */
const good = [0, 3];

/** Prints which runtime it is, and what hashes in it. */
const versions =
  '(({ electron, node, openssl }) => `${electron ? `Electron ${electron}, ` : ""}Node ${node}, ${electron ? "BoringSSL" : `OpenSSL ${openssl}`}`)(process.versions)';

/**
 * A program that runs JavaScript.
 * @typedef {{ id: string, name: string, binary: string, env: Record<string, string> }} Runtime
 */

/**
 * @param {string} store
 * @returns {string} the bag that was sealed last, absolute; names of bags begin with their time
 */
function newestBag(store) {
  const bags = foldersIn(path.join(store, 'vault'))
    .flatMap(foldersIn)
    .filter(
      (folder) => !path.basename(folder).startsWith('.') && fs.existsSync(path.join(folder, 'bagit.txt')),
    )
    .sort();
  const newest = bags.at(-1);
  if (newest === undefined) throw new Error(`no bag was sealed in ${store}`);
  return newest;
}

/** @param {string} folder */
const foldersIn = (folder) =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name));

/**
 * @param {Runtime} runtime
 * @param {string} cli absolute path of the bundled command line
 * @param {string} command
 */
function knows({ binary, env }, cli, command) {
  const { stdout } = spawnSync(binary, [cli, '--help'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return new RegExp(`^ {2}${command} `, 'm').test(stdout ?? '');
}

/**
 * @param {Runtime} runtime
 * @param {string} cli absolute path of the bundled command line
 * @returns {import('./contender.mjs').Contender}
 */
export function postbag(runtime, cli) {
  const { id, name, binary, env } = runtime;
  /** @type {(home: string, ...args: string[]) => import('./contender.mjs').Command} */
  const call = (home, ...args) => ({
    argv: [binary, cli, ...args],
    env: { ...env, POSTBAG_HOME: home },
    good,
  });
  /** @param {import('./contender.mjs').Places} places */
  const backup = ({ source, store, home }) => [
    call(home, 'backup', source, '--to', path.join(store, 'vault')),
  ];
  return {
    id,
    name,
    how: '`postbag backup`; verified with `postbag verify`; restored with `postbag copy-out`, which checks every file',
    version: () =>
      `Postbag ${firstLine([binary, cli, '--version'], env)} in ${firstLine([binary, '-p', versions], env)}`,
    bag: ({ store }) => newestBag(store),
    prepare: ({ store }) => [{ argv: ['mkdir', path.join(store, 'vault')] }],
    full: backup,
    nextDay: backup,
    verify: ({ store, home }) => [call(home, 'verify', newestBag(store))],
    ...(knows(runtime, cli, 'copy-out') && {
      restore: ({ store, out, home }) => [
        call(home, 'copy-out', newestBag(store), path.join(out, 'restored')),
      ],
    }),
  };
}
