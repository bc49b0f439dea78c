/**
 * `npm test`: everything that proves the program, with whatever it needs.
 *
 *   npm test                         all parts
 *   npm test -- unit [filter]        one part: unit, component, integration, faults, property, wine, guest or e2e
 *
 * Ends with 1 when a test failed, when a runner crashed or ran nothing, and, with CI=true, when a test was skipped.
 * The last line is the total.
 */
import fs from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.mjs';
import { guestCommands, runInGuest, whyNoGuest } from './guest.mjs';
import { prepareLaunch, run } from './launch.mjs';
import { cache, root } from './paths.mjs';
import { ensureSystem } from './system.mjs';
import { addTotals, describeTotals, readTotals } from './totals.mjs';

/** Those whose files run two at a time, and those that run one file after another and leave a core to others. */
const inPairs = ['unit', 'component', 'integration'];
const oneByOne = ['faults', 'property'];
const projects = [...inPairs, ...oneByOne, 'wine'];

/** What root alone can make use of: file systems, disks that fail, shares, and on x64 a guest whose power is cut. */
const forRoot = [
  ...['mkfs.ext4', 'mkfs.btrfs', 'btrfs', 'dumpe2fs', 'nbdkit', 'nbdfuse', 'bindfs'],
  ...(process.arch === 'x64' ? ['linux.uml', 'insmod', 'dmsetup'] : []),
];

/** Volumes of which snapshots can be made, and mirrors; root alone can make them. */
const volumes =
  process.getuid?.() === 0
    ? ['mkfs.btrfs', 'btrfs', 'mkfs.xfs', 'mkfs.ext4', 'zfs-fuse', 'nbdkit', 'nbdfuse']
    : [];

/** A real file server with real clients; root alone can start one. */
const fileServer = process.getuid?.() === 0 ? ['smbd', 'smbclient'] : [];

/** What the tests of a part run and compile, beside Electron. */
const commandsOf = new Map([
  ['wine', ['wine', 'x86_64-w64-mingw32-gcc']],
  ['unit', ['python3']],
  ['integration', [...fileServer, ...volumes, 'cc', 'dosbox', 'nasm', 'bcc']],
  ['e2e', [...fileServer, ...volumes]],
  ['faults', ['cc', ...fileServer, ...volumes, ...(process.getuid?.() === 0 ? forRoot : [])]],
  ['property', ['cc']],
  ['guest', whyNoGuest() === undefined ? guestCommands : []],
]);

/** @param {string} file the module's own command below node_modules/ */
const tool = (file) => path.join(root, 'node_modules', file);

/**
 * @typedef {object} Runner
 * @property {'vitest' | 'vitest, one by one' | 'vitest, wine' | 'playwright' | 'guest'} name
 * @property {string[]} command arguments for node
 * @property {string} report where its JSON report goes, absolute
 */

/**
 * @param {Runner['name']} name
 * @param {string[]} only the projects
 * @param {string[]} filter
 * @returns {Runner}
 */
function vitest(name, only, filter = []) {
  const report = path.join(cache, `${name.replaceAll(/\W+/g, '-')}.json`);
  const command = [
    tool('vitest/vitest.mjs'),
    'run',
    '--config=build/vitest.config.ts',
    ...only.map((project) => `--project=${project}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filter,
  ];
  return { name, command, report };
}

/**
 * @param {string[]} filter
 * @returns {Runner}
 */
function playwright(filter) {
  const report = path.join(cache, 'playwright.json');
  const command = [
    tool('@playwright/test/cli.js'),
    'test',
    '--config=build/playwright.config.ts',
    '--reporter=list,json',
    ...filter,
  ];
  return { name: 'playwright', command, report };
}

/**
 * What runs: a list of stages that wait for each other, each with lanes that run side by side, each with runners that run
 * one after another. The guest has one processor of its own, and so have the tests that run one by one.
 * @param {string | undefined} part nothing for all parts
 * @param {string[]} filter
 * @returns {Runner[][][]}
 * @throws {Error} for a part that does not exist
 */
function chooseRunners(part, filter) {
  if (part === undefined) {
    const guestAndWindow = [vitest('guest', ['guest']), playwright([]), vitest('vitest, wine', ['wine'])];
    return [[[vitest('vitest', inPairs)]], [guestAndWindow, [vitest('vitest, one by one', oneByOne)]]];
  }
  if (part === 'e2e') return [[[playwright(filter)]]];
  if (part === 'guest') return [[[vitest('guest', ['guest'], filter)]]];
  if (projects.includes(part)) return [[[vitest('vitest', [part], filter)]]];
  throw new Error(`There is no part ${part}; there are ${projects.join(', ')}, guest and e2e.`);
}

/**
 * Makes ready what a part needs; only the end-to-end tests need Electron.
 * @param {string | undefined} part nothing for all parts
 * @returns {Promise<{ env: Record<string, string | undefined>, stop: () => void }>}
 */
async function prepare(part) {
  const commands = part === undefined ? [...commandsOf.values()].flat() : (commandsOf.get(part) ?? []);
  if (part === undefined || part === 'e2e') {
    const launch = await prepareLaunch(commands);
    await bundle('all', { ifStale: true });
    return launch;
  }
  ensureSystem({ commands });
  await bundle('engine', { ifStale: true });
  return { env: process.env, stop: () => undefined };
}

/**
 * @param {Runner} runner
 * @param {Record<string, string | undefined>} env
 */
async function carryOut({ name, command, report }, env) {
  fs.rmSync(report, { force: true });
  const settings = { POSTBAG_BUNDLED: '1', PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  if (name !== 'guest')
    return readTotals(name, report, await run(process.execPath, command, { ...env, ...settings }));
  const why = whyNoGuest();
  if (why !== undefined) {
    console.log(`The tests in a guest are skipped: ${why}.`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const { CI, POSTBAG_RUNS, POSTBAG_SEED } = process.env;
  const wanted = { ...settings, CI, POSTBAG_RUNS, POSTBAG_SEED, POSTBAG_GUEST: '1' };
  return readTotals(name, report, await runInGuest([process.execPath, ...command], wanted));
}

/**
 * @param {Runner[]} runners
 * @param {Record<string, string | undefined>} env
 */
async function inTurn(runners, env) {
  const results = [];
  for (const runner of runners) {
    results.push({ name: runner.name, totals: await carryOut(runner, env) });
  }
  return results;
}

async function main() {
  const [part, ...filter] = process.argv.slice(2);
  const stages = chooseRunners(part, filter);
  const { env, stop } = await prepare(part);
  fs.mkdirSync(cache, { recursive: true });
  const results = [];
  for (const lanes of stages) {
    results.push(...(await Promise.all(lanes.map((runners) => inTurn(runners, env)))).flat());
  }
  stop();
  const total = addTotals(results.map(({ totals }) => totals));
  const mayBeSkipped = process.env['CI'] !== 'true';
  if (!mayBeSkipped && total.skipped > 0) console.log('In CI nothing may be skipped.');
  console.log('');
  for (const { name, totals } of results) console.log(`${name}: ${describeTotals(totals)}`);
  console.log(describeTotals(total));
  return total.failed === 0 && (mayBeSkipped || total.skipped === 0) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
