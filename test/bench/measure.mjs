/**
 * Runs commands and measures them. GNU time counts CPU and memory, so one measured command is one process tree.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Command
 * @property {string[]} argv
 * @property {string} [cwd] absolute; the scratch folder if not given
 * @property {Record<string, string>} [env] beside the environment that all commands get
 * @property {string} [stdout] absolute path of a file that takes the standard output
 * @property {number[]} [good] exit codes that mean success; 0 if not given
 * @property {boolean} [silent] any output means that it failed
 */

/**
 * @typedef {object} Measured
 * @property {number} startedAt ms since 1970
 * @property {number} wallMs from the start of the first command to the end of the last one
 * @property {number} syncMs `sync -f` of the destination afterwards
 * @property {number} cpuMs user and system, of all processes that were waited for
 * @property {number} peakBytes largest resident memory of any one process
 */

/** Where commands run and where their output goes. @typedef {{ folder: string, env: Record<string, string> }} Bench */

const GNU_TIME = '/usr/bin/time';

/** @type {Set<number>} */
const running = new Set();

/**
 * Has a process group that was started elsewhere ended too when the benchmark is broken off.
 * @param {number} pid of its leader
 * @returns {() => void} to be called when it has ended by itself
 */
export function endWithBenchmark(pid) {
  running.add(pid);
  return () => void running.delete(pid);
}

/** Ends what is still running; to be called when the benchmark is broken off. */
export function killRunning() {
  for (const pid of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended just now.
    }
  }
}

/** @throws {Error} when this system cannot measure */
export function requireTools() {
  const { stdout, stderr } = spawnSync(GNU_TIME, ['--version'], { encoding: 'utf8' });
  if (!/GNU/.test(`${stdout ?? ''}${stderr ?? ''}`)) {
    throw new Error(`GNU time is needed as ${GNU_TIME}: apt-get install time`);
  }
}

/**
 * The environment of all commands: nothing of the account's own settings, so that they are the same everywhere.
 * @param {string} folder scratch, absolute
 * @returns {Record<string, string>}
 */
export function plainEnvironment(folder) {
  const home = path.join(folder, 'home');
  const temporary = path.join(folder, 'tmp');
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    LC_ALL: 'C.UTF-8',
    HOME: home,
    XDG_CACHE_HOME: path.join(home, 'cache'),
    XDG_CONFIG_HOME: path.join(home, 'config'),
    TMPDIR: temporary,
  };
}

/**
 * Runs one command to its end.
 * @param {Command} command
 * @param {Bench} bench
 * @returns {Promise<{ cpuMs: number, peakBytes: number }>}
 * @throws {Error} with the end of its output, when it fails
 */
async function runOne({ argv, cwd, env, stdout, good = [0], silent = false }, bench) {
  const usage = path.join(bench.folder, 'usage');
  const log = path.join(bench.folder, 'output');
  const out = fs.openSync(stdout ?? log, 'w');
  const err = stdout === undefined ? out : fs.openSync(log, 'w');
  try {
    const child = spawn(GNU_TIME, ['--quiet', '-f', '%U %S %M', '-o', usage, ...argv], {
      cwd: cwd ?? bench.folder,
      env: { ...bench.env, ...env },
      stdio: ['ignore', out, err],
      detached: true,
    });
    if (child.pid !== undefined) running.add(child.pid);
    const [code, signal] = await once(child, 'exit');
    if (child.pid !== undefined) running.delete(child.pid);
    const output = fs.readFileSync(log, 'utf8');
    if (!good.includes(code) || (silent && output !== '')) {
      throw new Error(`${argv.join(' ')}\nended with ${String(code ?? signal)}:\n${output.slice(-2000)}`);
    }
  } finally {
    for (const fd of new Set([out, err])) fs.closeSync(fd);
  }
  const [user = 0, system = 0, peakKiB = 0] = fs.readFileSync(usage, 'utf8').trim().split(' ').map(Number);
  return { cpuMs: Math.round((user + system) * 1000), peakBytes: peakKiB * 1024 };
}

/**
 * Runs commands one after another and measures them as one, with what it takes until the destination is on the disk.
 * @param {Command[]} commands
 * @param {Bench} bench
 * @param {string} destination a folder on the file system that is written to
 * @returns {Promise<Measured>}
 * @throws {Error} when one fails
 */
export async function measure(commands, bench, destination) {
  spawnSync('sync');
  const startedAt = Date.now();
  const started = performance.now();
  let cpuMs = 0;
  let peakBytes = 0;
  for (const command of commands) {
    const used = await runOne(command, bench);
    cpuMs += used.cpuMs;
    peakBytes = Math.max(peakBytes, used.peakBytes);
  }
  const ended = performance.now();
  spawnSync('sync', ['-f', destination]);
  return {
    startedAt,
    wallMs: Math.round(ended - started),
    syncMs: Math.round(performance.now() - ended),
    cpuMs,
    peakBytes,
  };
}

/**
 * Runs commands that are not measured.
 * @param {Command[]} commands
 * @param {Bench} bench
 */
export async function prepare(commands, bench) {
  for (const command of commands) await runOne(command, bench);
}
