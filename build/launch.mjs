/**
 * Everything that must be in place before an Electron window can open: the runtime, the system's libraries, a display
 * and Chromium's sandbox.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { needsVirtualDisplay, startVirtualDisplay } from './display.mjs';
import { root } from './paths.mjs';
import { findRuntime } from './runtime.mjs';
import { ensureSystem } from './system.mjs';

/**
 * @typedef {object} Launch
 * @property {import('./runtime.mjs').Runtime} runtime
 * @property {Record<string, string | undefined>} env for the process that opens windows
 * @property {string[]} flags what Electron itself must be told
 * @property {() => void} stop ends the virtual display, if there is one
 */

/**
 * Chromium's sandbox needs user namespaces or a helper that belongs to root. Root cannot use it at all.
 * @param {string} dist folder of the runtime
 * @returns {string[]} flags for Electron
 * @throws {Error} with the command that a person has to run
 */
function sandboxFlags(dist) {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) return ['--no-sandbox'];
  const helper = path.join(dist, 'chrome-sandbox');
  const { uid, mode } = fs.statSync(helper);
  if (uid === 0 && (mode & 0o4000) !== 0) return [];
  if (spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' }).status === 0)
    return [];
  throw new Error(
    'This system keeps user namespaces from programs, so the sandbox needs a helper of root. Run this, then try again:\n' +
      `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  );
}

/**
 * @param {string[]} [commands] what else must be there, so that a person is told about everything at once
 * @returns {Promise<Launch>}
 * @throws {Error} saying what is missing and what to do
 */
export async function prepareLaunch(commands = []) {
  const runtime = await findRuntime();
  const display = needsVirtualDisplay() ? ['Xvfb'] : [];
  ensureSystem({ binary: runtime.binary, commands: [...display, ...commands] });
  if (!runtime.official)
    console.error(`Electron ${runtime.version} from ${runtime.dist}: for development and tests only`);
  const flags = sandboxFlags(runtime.dist);
  /** @type {Launch['env']} */
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: undefined, POSTBAG_ELECTRON_VERSION: runtime.version };
  if (!runtime.official) env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime.dist;
  if (display.length === 0) return { runtime, env, flags, stop: () => undefined };
  const { name, stop } = await startVirtualDisplay();
  console.error(`No display here: windows open on the virtual display ${name}`);
  return { runtime, env: { ...env, DISPLAY: name }, flags, stop };
}

/**
 * Runs a program in the project's folder with our own input and output. A signal to us goes on to it, and when it has
 * ended this process ends too.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string | undefined>} [env]
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export async function run(command, args, env = process.env) {
  const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  /** @type {NodeJS.Signals | undefined} */
  let received;
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    received = signal;
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  const [code] = await once(child, 'exit');
  for (const signal of signals) process.off(signal, forward);
  if (received) process.exit(128 + os.constants.signals[received]);
  return typeof code === 'number' ? code : 1;
}
