/**
 * Real ZFS: zfs-fuse, which runs as an ordinary program, with pools made of files. One daemon is all that a computer can
 * have, so all tests that need it stand in one file.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeImage } from './images';

const READY_MS = 60_000;
const CALL_MS = 30_000;

/** Why there is no ZFS for tests here; null when there is. */
export const noZfs = ((): string | null => {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root, to mount file systems';
  const there = ['zfs-fuse', 'zpool', 'zfs', 'zdb'].every((name) => existsSync(`/usr/sbin/${name}`));
  return there && existsSync('/dev/fuse') ? null : 'needs zfs-fuse';
})();

/** Runs a program of ZFS; what it printed. @throws when it does not end with 0 */
export const zfsProgram = (program: 'zfs' | 'zpool' | 'zdb', ...args: string[]): string =>
  execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: CALL_MS,
    killSignal: 'SIGKILL',
    env: { ...process.env, LC_ALL: 'C' },
  });

const succeeds = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore', timeout: CALL_MS, killSignal: 'SIGKILL' }).status === 0;

/** The daemon, and everything that was made with it. */
export class Zfs {
  readonly #base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'postbag-zfs-')));
  #daemon: ChildProcess | null = null;
  #made = 0;

  /** Waits for another daemon to end, such as that of another checkout. @throws Error when it does not start */
  async start(): Promise<void> {
    const until = Date.now() + READY_MS;
    while (Date.now() < until) {
      // A session of its own: what it starts when a pool changes its state has to end with it.
      const daemon = spawn('zfs-fuse', ['-n', '--no-kstat-mount', '-p', path.join(this.#base, 'pid')], {
        stdio: 'ignore',
        detached: true,
      });
      this.#daemon = daemon;
      const runs = (): boolean => daemon.exitCode === null;
      for (let tries = 0; tries < 50 && runs(); tries++) {
        await sleep(100);
        if (runs() && succeeds('zpool', 'list')) return;
      }
      this.kill();
      await sleep(500);
    }
    throw new Error('zfs-fuse does not start');
  }

  /** Ends the daemon in the middle of whatever it is doing, as a power cut would, and what is mounted with it. */
  kill(): void {
    try {
      if (this.#daemon?.pid !== undefined) process.kill(-this.#daemon.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    this.#daemon = null;
    rmSync('/run/zfs/zfs_socket', { force: true });
    for (const point of zfsMounts().reverse()) spawnSync('umount', ['--lazy', point]);
  }

  /** Ends everything. */
  end(): void {
    this.kill();
    rmSync(this.#base, { recursive: true, force: true });
  }

  /**
   * Makes a pool of new files of 80 MB and mounts it.
   * @param shape what `zpool create` is told, with a number for each file: `mirror 1 2 log 3@400`, the third of 400 MB
   */
  makePool(shape: string): ZfsPool {
    const name = `po${String(process.pid)}x${String(++this.#made)}`;
    const base = path.join(this.#base, name);
    mkdirSync(base);
    return new ZfsPool(name, base, shape);
  }
}

const mountLines = (): string[][] =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '));

const zfsMounts = (): string[] =>
  mountLines().flatMap(([, point = '', type]) =>
    type === 'fuse.zfs' ? [point.replace(/\\040/g, ' ').replace(/\\134/g, '\\')] : [],
  );

const poolNames = (): string[] => zfsProgram('zpool', 'list', '-H', '-o', 'name').split('\n');

/** A pool of files. */
export class ZfsPool {
  constructor(
    readonly name: string,
    /** Absolute: where its files are. */
    readonly base: string,
    shape: string,
  ) {
    const words = shape.split(' ').map((word) => {
      const [, number, megabytes] = /^(\d+)(?:@(\d+))?$/.exec(word) ?? [];
      return number === undefined ? word : this.disk(Number(number), Number(megabytes ?? 80));
    });
    const options = words[0] === '-o' ? words.splice(0, 2) : [];
    // Not in the cache file: a later daemon would import it.
    zfsProgram('zpool', 'create', '-f', '-o', 'cachefile=none', ...options, '-m', this.point, name, ...words);
  }

  get point(): string {
    return path.join(this.base, 'pool');
  }

  /** The file that stands for a disk; it is made where it is not there. */
  disk(number: number, megabytes = 80): string {
    const file = path.join(this.base, `disk ${String(number)}.img`);
    if (!existsSync(file)) makeImage(file, megabytes * 1024 * 1024);
    return file;
  }

  /** Makes a dataset; the folder on which it is mounted. */
  makeDataset(name: string): string {
    zfsProgram('zfs', 'create', `${this.name}/${name}`);
    return path.join(this.point, name);
  }

  /** Brings everything that was written to the disks: it is not lost by a power cut. */
  sync(): void {
    zfsProgram('zfs', 'snapshot', `${this.name}@sync`);
    zfsProgram('zfs', 'destroy', `${this.name}@sync`);
  }

  /** Imports it again, after the daemon has ended. */
  import(): void {
    zfsProgram('zpool', 'import', '-f', '-o', 'cachefile=none', '-d', this.base, this.name);
  }

  /** What it is made of, without numbers, and all datasets and snapshots with their mount points, as text. */
  state(): string {
    const config = zfsProgram('zpool', 'status', this.name).split('config:')[1] ?? '';
    const devices = config.split('\n').map((line) => line.replace(/ {2}\S+ resilvered$/, ''));
    const list = zfsProgram(
      'zfs',
      'list',
      '-H',
      '-o',
      'name,mountpoint,mounted',
      '-t',
      'all',
      '-r',
      this.name,
    );
    const halves = poolNames().filter((name) => name.startsWith('postbag-'));
    const mounts = zfsMounts().filter((point) => !path.relative(this.base, point).startsWith('../po'));
    return [...devices, list, ...halves, ...mounts].join('\n');
  }

  /** Destroys it and the halves that were split off. zfs-fuse needs a while to let go of what was just used. */
  async end(): Promise<void> {
    const left = (): string[] =>
      poolNames().filter((name) => name === this.name || name.startsWith('postbag-'));
    for (let tries = 0; tries < 100 && left().length > 0; tries++) {
      if (tries > 0) await sleep(100);
      for (const name of left()) succeeds('zpool', 'destroy', '-f', name);
    }
    if (left().length > 0) throw new Error(`${left().join(', ')} cannot be destroyed`);
    rmSync(this.base, { recursive: true, force: true });
  }
}
