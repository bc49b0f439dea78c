/** What the benchmark can be told. */
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dist } from '../../build/paths.mjs';

/** @typedef {import('./data/post-office.mjs').Shape} Shape */

/**
 * @typedef {object} Options
 * @property {'compare' | 'scaling' | 'report'} work
 * @property {string} dir where the scratch folder is made, absolute
 * @property {number} rounds
 * @property {number} storeGB size of the store
 * @property {boolean} quick small data: to try the benchmark out, not to measure
 * @property {boolean} goOn add to the results of an earlier call
 * @property {string[]} only ids of contenders; all if empty
 * @property {string | null} cli another bundled command line than the one in dist/, absolute
 */

export const usage = `node test/bench/run.mjs [options]

Compares Postbag with other programs on the same data and writes docs/benchmarks.md.

  --rounds <n>   rounds of all contenders, 5 (with --scaling 3)
  --store <GB>   size of the store, 1 or 3; 1
  --scaling      instead: how Postbag's cost grows with files and bytes (needs 18 GB of disk)
  --report       instead: only write docs/benchmarks.md again from what was measured
  --dir <folder> where the scratch folder is made; the folder for temporary files
  --continue     go on with the rounds of an earlier call that was broken off
  --only <ids>   only these contenders, with commas
  --quick        small data and one round, to try it out; written to .cache/bench/ only
  --cli <file>   another bundled command line than dist/main/cli.cjs
`;

const flags = /** @type {const} */ ({
  rounds: { type: 'string' },
  store: { type: 'string', default: '1' },
  scaling: { type: 'boolean', default: false },
  report: { type: 'boolean', default: false },
  dir: { type: 'string', default: os.tmpdir() },
  continue: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
  quick: { type: 'boolean', default: false },
  cli: { type: 'string' },
  help: { type: 'boolean', default: false },
});

/**
 * @param {string[]} argv
 * @returns {Options | null} null when help is wanted
 * @throws {Error} when they are wrong
 */
export function readOptions(argv) {
  const { values } = parseArgs({ args: argv, options: flags });
  if (values.help) return null;
  const scaling = values.scaling;
  if (!['1', '3'].includes(values.store)) throw new Error('--store is 1 or 3');
  const rounds = Number(values.rounds ?? (values.quick ? 1 : scaling ? 3 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds is a whole number from 1');
  return {
    work: values.report ? 'report' : scaling ? 'scaling' : 'compare',
    dir: path.resolve(values.dir),
    rounds,
    storeGB: Number(values.store),
    quick: values.quick,
    goOn: values.continue,
    only: values.only.split(',').filter((id) => id !== ''),
    cli: values.cli === undefined ? null : path.resolve(values.cli),
  };
}

/** The command line that is measured. @param {Options} options */
export function cliOf({ cli }) {
  return cli ?? path.join(dist, 'main/cli.cjs');
}

/**
 * The post office of the comparison.
 * @param {Options} options
 * @returns {Shape}
 */
export function shapeOf({ quick, storeGB }) {
  const usual = { users: 1500, userLeast: 4096, userMost: 2e6, directory: 100e6, store: storeGB * 1e9 };
  return quick ? { ...usual, users: 60, directory: 2e6, store: 40e6 } : usual;
}
