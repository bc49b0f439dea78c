/**
 * Writes docs/benchmarks.md from what was measured.
 */
import fs from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { root } from '../../../build/paths.mjs';
import { folder, load } from '../results.mjs';
import { comparisonSections } from './comparison.mjs';
import { eventLoopSection } from './event-loop.mjs';
import { scalingSection } from './scaling.mjs';
import { targetsTable } from './targets.mjs';
import { megabytes, number, table } from './text.mjs';
import { spreadOf } from './stats.mjs';

/** @typedef {import('../results.mjs').Comparison} Comparison */
/** @typedef {import('../results.mjs').EventLoop} EventLoop */

/** @param {Comparison} comparison */
function machineTable({ machine, startedAt, endedAt, commit, samples }) {
  const loads = spreadOf(samples.map(({ load: one }) => one));
  const minutes = (/** @type {string} */ time) => time.slice(0, 16).replace('T', ' ');
  const rows = [
    ['measured', `${minutes(startedAt)} to ${minutes(endedAt)} UTC, commit ${commit}`],
    ['processor', `${machine.processor}, ${machine.cores} cores`],
    ['memory', `${number(machine.memory / 2 ** 30)} GiB`],
    ['system', `${machine.system}, kernel ${machine.kernel}`],
    ['file system', machine.fileSystem],
    [
      'load before a round',
      loads ? `${number(loads.median)} (${number(loads.least)}–${number(loads.most)})` : '',
    ],
    ...Object.entries(machine.versions),
  ];
  return table(['', ''], rows, 'text');
}

/** @param {Comparison} comparison */
function methodText({ shape, data, samples, contenders }) {
  const shares = samples.map(({ warmShare }) => warmShare);
  const seen = shares.filter((share) => share !== null);
  const leftOver =
    seen.length < shares.length
      ? 'whether they all were could not be seen, as `fincore` is missing'
      : `at most ${(Math.max(0, ...seen) * 100).toFixed(1)} % of a store's bytes were still there`;
  const rounds = new Set(samples.map(({ round }) => round)).size;
  return [
    `The post office is of the DB6 format, made from a seed and so the same everywhere: ${shape.users.toLocaleString('en')} user files of 4 KB to 2 MB, a directory of ${megabytes(shape.directory)} MB and a store of ${megabytes(shape.store)} MB, ${megabytes(data.bytes)} MB in all. The next day changes ${data.nextDayFiles} files and writes ${megabytes(data.nextDayBytes)} MB: 3 % of the user files, and in the two large files scattered pages of 512 bytes in place and growth at the end. Files that it does not change keep their inode and times.`,
    `${rounds} ${rounds === 1 ? 'round' : 'rounds'}, each with a new store, each beginning with another contender. A figure is the median of the rounds with the least and the most in brackets; a ratio is taken within each round. Time is that of the process and of \`sync -f\` of its destination after it, so that what was written is on the disk. CPU is user and system time of all processes; memory is the largest resident set of one process, as GNU time tells.`,
    `Before each timed step everything is synced and the source is read once, so it comes from memory. Before verifying and restoring, the store's files are dropped from memory with \`dd iflag=nocache count=0\` (posix_fadvise); ${leftOver}.`,
    contenders.map(({ name, how }) => `- **${name}**: ${how}`).join('\n'),
  ].join('\n\n');
}

const again = `\`\`\`
node test/bench/run.mjs               # the comparison; --rounds 5, --store 3 for a store of 3 GB
node test/bench/run.mjs --scaling     # how the cost grows
node test/bench/run.mjs --quick       # small data and one round, to try it out
node test/bench/event-loop.mjs        # blocks of the event loops; --many for 20,000 small files
node test/bench/run.mjs --report      # this page again, from what was measured
\`\`\`

The first takes about an hour; in the background: \`setsid nohup node test/bench/run.mjs > bench.log 2>&1 &\`

On Linux, after \`npm ci\` and \`apt-get install time rsync rclone restic borgbackup\`; what is not installed is listed as missing. It needs
8 GB of disk (17 with \`--store 3\`, 18 with \`--scaling\`) in the folder for temporary files or in \`--dir\`, and memory that holds the
source. Results are saved after every sample in \`.cache/bench/\`; a call that was broken off goes on with \`--continue\`. Nothing else should
run on the machine.`;

const limits = `- One machine, one disk, one made-up post office, Linux only. The ratios say more than the seconds.
- The source is in memory. With a cold source the speed of the disk would count for more.
- What the next day stores follows from scattered changes of 512 bytes. Of files that only grow, programs that cut them into chunks would
  store less.
- Postbag, rsync, rclone and \`cp\` leave plain files. restic always encrypts; borg does not here.
- rsync without \`-c\`, rclone, restic and borg take a file whose size and times did not change as unchanged. Postbag reads every file.
- Memory is that of the largest process; rsync has more than one.
- Folders and file attributes stay in memory when a store is made cold, for all contenders alike.`;

/**
 * @param {Comparison} comparison
 * @param {object} rest
 * @param {Comparison | null} rest.large
 * @param {import('../results.mjs').Scaling | null} rest.scaling
 * @param {EventLoop | null} rest.eventLoop
 * @param {boolean} rest.quick
 * @returns {string} Markdown
 */
function document(comparison, { large, scaling, eventLoop, quick }) {
  return [
    '# Benchmarks',
    quick
      ? 'A try with small data: that it runs can be seen here, and nothing else.'
      : 'Written by `node test/bench/run.mjs` from what it measured.',
    '## Targets',
    targetsTable(comparison, large, scaling, eventLoop),
    'A target is judged by the median. “Ahead of” is how many times as long the other program takes, of all of them the nearest one.',
    '## Comparison',
    comparisonSections(comparison),
    ...(large ? ['## With a store of 3 GB', machineTable(large), comparisonSections(large)] : []),
    '## How the cost grows',
    scalingSection(scaling),
    '## Event loop',
    eventLoopSection(eventLoop),
    '## How it was measured',
    machineTable(comparison),
    methodText(comparison),
    '## Measure it yourself',
    again,
    '## Limits',
    limits,
  ].join('\n\n');
}

/**
 * @param {boolean} quick from the results of a try, which go nowhere but to .cache/bench/
 * @returns {Promise<string>} the file that was written
 * @throws {Error} when nothing was compared yet
 */
export async function writeReport(quick) {
  const comparison = load(quick ? 'quick-compare' : 'compare-1') ?? load('compare-3');
  const scaling = load(quick ? 'quick-scaling' : 'scaling');
  if (!comparison)
    throw new Error('Measured, but there is no comparison yet to report on: run without --scaling too.');
  const large = quick || comparison.shape.store > 1e9 ? null : load('compare-3');
  const eventLoop = load(quick ? 'quick-event-loop' : 'event-loop');
  const text = document(comparison, { large, scaling, eventLoop, quick });
  const file = quick ? path.join(folder, 'quick.md') : path.join(root, 'docs/benchmarks.md');
  const config = await prettier.resolveConfig(file, { config: path.join(root, 'build/prettier.config.js') });
  fs.writeFileSync(file, await prettier.format(text, { ...config, filepath: file }));
  return file;
}
