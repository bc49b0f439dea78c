/**
 * Runs tests in a computer of their own: a User-Mode Linux guest, a few processes of this one, in which volumes can be
 * made of disks that are files. For what this computer's own kernel may not have: LVM, software RAID.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cache, root } from './paths.mjs';

/** Disks of the guest (`/dev/ubda`, …), and the bytes of each. They take no more room than is written. */
const disks = { names: ['a', 'b', 'c', 'd'], bytes: 512_000_000 };

/** After this the guest is ended, ms. */
const limit = 30 * 60_000;

/** What a guest is made of, by the command that has to be there. */
export const guestCommands = ['linux.uml', 'insmod', 'lvm', 'mdadm', 'thin_check', 'mkfs.ext4', 'mkfs.xfs'];

/** Why there can be no guest here; undefined when there can. */
export function whyNoGuest() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'needs Linux on x64';
  return process.getuid?.() === 0 ? undefined : 'needs root, to read all of the system that the guest shares';
}

/**
 * Ends all processes of a guest. Whatever runs in it is a process of this computer with the guest's own command line; one
 * that is ended alone leaves the others behind.
 * @param {string} name
 */
function endGuest(name) {
  for (const pid of fs.readdirSync('/proc').map(Number)) {
    if (!(pid > 0) || pid === process.pid) continue;
    try {
      if (fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`umid=${name}`))
        process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Runs a program in a guest, in the project's folder, as root of that guest. Only `.cache` can be written to for good. What
 * it says is printed when it has ended, since others may say something meanwhile.
 * @param {string[]} command program and arguments
 * @param {Record<string, string | undefined>} env beside what the guest sets itself
 * @returns {Promise<number>} its exit code; 1 when the guest broke
 */
export async function runInGuest(command, env) {
  const began = Date.now();
  const code = await runOnce(command, env);
  if (code !== undefined || Date.now() - began > limit) return code ?? 1;
  // The kernel of the guest itself can die of a signal that comes at a bad moment; twice in a row it does not.
  console.log('The guest died; the tests in it begin once more.');
  return (await runOnce(command, env)) ?? 1;
}

/**
 * @param {string[]} command
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<number | undefined>} nothing when the guest died before the program ended
 */
async function runOnce(command, env) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'postbag-guest-'));
  fs.mkdirSync(cache, { recursive: true });
  const exit = path.join(cache, 'guest-exit');
  const log = path.join(cache, 'guest.log');
  const name = `postbag-guest-${process.pid}`;
  fs.rmSync(exit, { force: true });
  const script = path.join(folder, 'init.sh');
  fs.copyFileSync(path.join(root, 'build/guest-init.sh'), script);
  fs.chmodSync(script, 0o755);
  const variables = { TERM: 'dumb', ...env, ROOT: root, CACHE: cache, EXIT: exit };
  const exports = Object.entries(variables).map(([name, value]) =>
    value === undefined ? '' : `export ${name}=${quoted(value)}\n`,
  );
  const run = `run() {\n  ${command.map(quoted).join(' ')}\n}\n`;
  fs.writeFileSync(path.join(folder, 'settings.sh'), exports.join('') + run);
  const images = disks.names.map((name) => {
    const image = path.join(folder, `disk-${name}`);
    fs.writeFileSync(image, '');
    fs.truncateSync(image, disks.bytes);
    return `ubd${name}=${image}`;
  });
  const args = [
    ...['mem=1600M', 'root=/dev/root', 'rootfstype=hostfs', 'rootflags=/', 'ro', 'quiet'],
    ...['con=null', 'con0=null,fd:1', `uml_dir=${folder}`, `umid=${name}`],
    ...[`init=${script}`, ...images],
  ];
  try {
    const said = fs.openSync(log, 'w');
    await new Promise((resolve, reject) => {
      const guest = spawn('linux.uml', args, { stdio: ['ignore', said, 'ignore'] });
      const timer = setTimeout(() => endGuest(name), limit);
      guest.once('error', reject);
      guest.once('close', (code) => {
        clearTimeout(timer);
        resolve(code);
      });
    });
    fs.closeSync(said);
    process.stdout.write(fs.readFileSync(log, 'utf8'));
    return fs.existsSync(exit) ? Number(fs.readFileSync(exit, 'utf8')) : undefined;
  } finally {
    endGuest(name);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
