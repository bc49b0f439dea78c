/**
 * How long the event loops of the real app are blocked while a backup runs: of the main process and of the window.
 *
 *   node test/bench/event-loop.mjs [--quick] [--many] [--runs <n>] [--dir <folder>] [--profile]
 *
 *   --many      20,000 small files instead of 1,500 user files and a store of 1 GB
 *   --quick     small data, to try it out
 *   --profile   also says which code each block was spent in; measuring this makes blocks longer, so it is not recorded
 *
 * Adds to .cache/bench/event-loop.json, which `node test/bench/run.mjs --report` makes a section of the report of.
 */
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../../build/bundle.mjs';
import { prepareLaunch } from '../../build/launch.mjs';
import { dataFiles, makePostOffice } from './data/post-office.mjs';
import { measureRun } from './event-loop/one-run.mjs';
import { sayRun } from './event-loop/say.mjs';
import { load, save } from './results.mjs';
import { commit, inScratch } from './scratch.mjs';
import { warm } from './tree.mjs';

/** @typedef {import('./results.mjs').EventLoopSet} EventLoopSet */

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    many: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
    dir: { type: 'string', default: os.tmpdir() },
    profile: { type: 'boolean', default: false },
  },
});

/** @returns {import('./data/post-office.mjs').Shape} */
function shape() {
  const [users, small] = values.quick ? [2000, 64 * 1024] : [20_000, 64 * 1024];
  if (values.many) return { users, userLeast: 4096, userMost: 4096, directory: small, store: small };
  const usual = { users: 1500, userLeast: 4096, userMost: 2e6, directory: 100e6, store: 1e9 };
  return values.quick ? { ...usual, users: 60, directory: 2e6, store: 40e6 } : usual;
}

/** Adds or replaces the results of one set of data. @param {EventLoopSet} set */
function record(set) {
  const name = values.quick ? 'quick-event-loop' : 'event-loop';
  /** @type {import('./results.mjs').EventLoop} */
  const known = load(name) ?? { sets: [] };
  save(name, { sets: [...known.sets.filter(({ during }) => during !== set.during), set] });
}

async function main() {
  await bundle('all', { ifStale: true });
  const launch = await prepareLaunch();
  const files = dataFiles(shape());
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  await inScratch(path.resolve(values.dir), bytes * 2.1 + 1e9, async (folder) => {
    const source = path.join(folder, 'post-office');
    makePostOffice(source, shape());
    /** @type {EventLoopSet} */
    const set = {
      during: `A backup of ${files.length.toLocaleString('en')} files, ${Math.round(bytes / 1e6).toLocaleString('en')} MB.`,
      measuredAt: new Date().toISOString(),
      commit: commit(null),
      electron: launch.runtime.version,
      runs: [],
    };
    for (let run = 0; run < Number(values.runs); run++) {
      warm(source);
      const measured = await measureRun(launch, folder, { source, profile: values.profile });
      sayRun(run, measured);
      set.runs.push(measured);
      if (!values.profile) record(set);
    }
  });
  launch.stop();
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
