/**
 * Stands in for the Router: a program that runs by itself and keeps a file of the post office open.
 *
 *   node router.mjs start|stop|check|run <folder for its number> <post office>
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [, , verb = '', folder = '', postOffice = ''] = process.argv;
const numberFile = path.join(folder, 'router.pid');

/** Its process, while it runs. */
function running() {
  try {
    const pid = Number(fs.readFileSync(numberFile, 'utf8'));
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('router.mjs') ? pid : null;
  } catch {
    return null;
  }
}

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

if (verb === 'run') {
  fs.openSync(path.join(postOffice, 'CLANDATA'), 'r+');
  fs.writeFileSync(numberFile, String(process.pid));
  // It needs a moment to end, as a Router does that has a message in its hands.
  process.once('SIGTERM', () => setTimeout(() => process.exit(0), 100));
  setInterval(() => undefined, 1_000);
} else if (verb === 'start') {
  const self = fileURLToPath(import.meta.url);
  const args = [self, 'run', folder, postOffice];
  spawn(process.execPath, args, { detached: true, stdio: 'ignore' }).unref();
  while (running() === null) await pause(20);
} else if (verb === 'stop') {
  const pid = running();
  if (pid !== null) process.kill(pid, 'SIGTERM');
  while (running() !== null) await pause(20);
} else process.exitCode = running() === null ? 1 : 0;
