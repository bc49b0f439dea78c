/**
 * The folder that everything happens in. It is removed however the benchmark ends, unless it is killed outright.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../build/paths.mjs';
import { killRunning } from './measure.mjs';

/**
 * Does some work in a new scratch folder and removes the folder.
 * @param {string} dir where it is made
 * @param {number} needed bytes that the work takes at most
 * @param {(folder: string) => Promise<void>} work
 * @throws {Error} when there is not enough room, and what the work throws
 */
export async function inScratch(dir, needed, work) {
  const { bavail, bsize } = fs.statfsSync(dir);
  if (bavail * bsize < needed) {
    throw new Error(
      `${dir} has ${gigabytes(bavail * bsize)} GB free, and ${gigabytes(needed)} GB are needed (--dir)`,
    );
  }
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(dir), 'postbag-bench-'));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const breakOff = (/** @type {NodeJS.Signals} */ signal) => {
    console.error(`\n${signal}: cleaning up`);
    killRunning();
    remove();
    process.exit(130);
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, breakOff);
  try {
    await work(folder);
  } finally {
    killRunning();
    remove();
    for (const signal of signals) process.off(signal, breakOff);
  }
}

/** @param {number} bytes */
const gigabytes = (bytes) => (bytes / 1e9).toFixed(1);

/**
 * Which Postbag is measured.
 * @param {string | null} cli another bundled command line than that of the checkout
 * @returns {string} the commit, with `+` when files were changed since; empty outside a checkout
 */
export function commit(cli) {
  if (cli !== null) return 'unknown (--cli)';
  const git = (/** @type {string[]} */ ...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const { status, stdout } = git('rev-parse', '--short', 'HEAD');
  if (status !== 0) return '';
  const changed = git('--no-optional-locks', 'status', '--porcelain', '--', 'electron', 'shared');
  return `${stdout.trim()}${changed.stdout === '' ? '' : '+'}`;
}
