/**
 * What the system must have before the app or the tests can run on Linux. Missing parts are installed when that is
 * allowed (root, or sudo without a password, with apt); else the exact command is printed. When nothing is missing
 * nothing is touched.
 */
import { spawnSync } from 'node:child_process';
import { aptPackages, unknownLibraries } from './packages.mjs';

/** How long apt waits for another apt, in seconds. */
const lockTimeout = 300;

/** Something the program or its tests need and the system lacks: a shared library or a command. */
export class MissingParts extends Error {
  name = 'MissingParts';
}

/** @param {string} command */
const has = (command) =>
  spawnSync('sh', ['-c', 'command -v "$0"', command], { stdio: 'ignore' }).status === 0;

const isRoot = () => process.getuid?.() === 0;

/**
 * Shared libraries a program needs and the system lacks.
 * @param {string} binary absolute path
 * @returns {string[]} such as libgtk-3.so.0
 */
export function missingLibraries(binary) {
  const { stdout } = spawnSync('ldd', [binary], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
}

/**
 * Runs apt-get as root.
 * @param {string[]} args
 * @throws {MissingParts} when it fails
 */
function aptGet(args) {
  const command = [
    ...(isRoot() ? [] : ['sudo', '-n']),
    ...[
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-qq',
      '-o',
      `DPkg::Lock::Timeout=${lockTimeout}`,
    ],
    ...args,
  ];
  const done = spawnSync(command[0] ?? '', command.slice(1), { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (done.status !== 0) throw new MissingParts(`${command.join(' ')} failed:\n${done.stdout}${done.stderr}`);
}

/**
 * Makes sure that everything is there.
 * @param {{ binary?: string, commands?: string[] }} needed a program whose libraries must be there, and commands
 * @throws {MissingParts} with the command that a person has to run, or the names of what is missing
 */
export function ensureSystem({ binary, commands = [] }) {
  if (process.platform !== 'linux') return;
  const missing = [
    ...(binary ? missingLibraries(binary) : []),
    ...commands.filter((command) => !has(command)),
  ];
  if (missing.length === 0) return;
  const list = missing.join(', ');
  if (!has('apt-get'))
    throw new MissingParts(`This system lacks ${list}. Install them with its package manager.`);
  const mayInstall = isRoot() || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  if (mayInstall) aptGet(['update']);
  const unknown = unknownLibraries(missing);
  if (unknown.length > 0)
    throw new MissingParts(`This system lacks ${unknown.join(', ')}; no package is known for it.`);
  const packages = aptPackages(missing);
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  if (!mayInstall) {
    throw new MissingParts(
      `This system lacks ${list}. Run this, then try again:\n` +
        `  sudo apt-get update && sudo apt-get ${install.join(' ')}`,
    );
  }
  console.error(`This system lacks ${list}: installing ${packages.join(' ')}`);
  aptGet(install);
}
