/** All contenders, and which of them can run here. */
import { spawnSync } from 'node:child_process';
import { findRuntime } from '../../../build/runtime.mjs';
import { ensureSystem } from '../../../build/system.mjs';
import { borgLz4, borgNone } from './borg.mjs';
import { cpChecksum } from './cp-checksum.mjs';
import { cp } from './cp.mjs';
import { POSTBAG_ELECTRON, POSTBAG_NODE, postbag } from './postbag.mjs';
import { rclone } from './rclone.mjs';
import { resticAuto, resticOff } from './restic.mjs';
import { rsyncByContent, rsyncByTime } from './rsync.mjs';

/** @typedef {import('./contender.mjs').Contender} Contender */

/** A contender that cannot run here. @typedef {{ id: string, name: string, reason: string }} Missing */

/** @type {Contender[]} */
const peers = [cp, cpChecksum, rsyncByTime, rsyncByContent, rclone, resticOff, resticAuto, borgNone, borgLz4];

/** @param {string} cli absolute path of the bundled command line */
export function postbagInNode(cli) {
  return postbag({ id: POSTBAG_NODE, name: 'Postbag in Node', binary: process.execPath, env: {} }, cli);
}

/**
 * @param {string} cli
 * @returns {Promise<Contender | Missing>}
 */
async function postbagInElectron(cli) {
  const id = POSTBAG_ELECTRON;
  const name = 'Postbag in Electron';
  try {
    const { binary } = await findRuntime();
    ensureSystem({ binary });
    return postbag({ id, name, binary, env: { ELECTRON_RUN_AS_NODE: '1' } }, cli);
  } catch (error) {
    return { id, name, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** @param {string} command */
const installed = (command) =>
  spawnSync('sh', ['-c', 'command -v "$0"', command], { stdio: 'ignore' }).status === 0;

/**
 * @param {Contender} contender
 * @returns {Contender | Missing}
 */
function orMissing(contender) {
  const { id, name, command, aptPackage } = contender;
  if (command === undefined || installed(command)) return contender;
  return { id, name, reason: `${command} is not installed (package ${aptPackage ?? command})` };
}

/**
 * @param {string} cli absolute path of the bundled command line
 * @param {string[]} only ids; all if empty
 * @returns {Promise<{ present: Contender[], missing: Missing[] }>}
 * @throws {Error} when there is no contender of such an id
 */
export async function contenders(cli, only) {
  const known = [POSTBAG_NODE, POSTBAG_ELECTRON, ...peers.map(({ id }) => id)];
  const unknown = only.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new Error(`No contender ${unknown}; there are ${known.join(', ')}`);
  const wanted = (/** @type {string} */ id) => only.length === 0 || only.includes(id);
  const chosen = [
    ...(wanted(POSTBAG_NODE) ? [postbagInNode(cli)] : []),
    ...(wanted(POSTBAG_ELECTRON) ? [await postbagInElectron(cli)] : []),
    ...peers.filter(({ id }) => wanted(id)).map(orMissing),
  ];
  return {
    present: chosen.filter((one) => 'full' in one),
    missing: chosen.filter((one) => 'reason' in one),
  };
}
