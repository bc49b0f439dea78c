import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { cannotMount } from './disks';
import { format, makeImage } from './images';

/** Why there can be no disk that fails here; null when there can. */
export const cannotFail = ((): string | null => {
  if (cannotMount !== null) return cannotMount;
  const found = spawnSync('sh', ['-c', 'command -v nbdkit && command -v nbdfuse'], { stdio: 'ignore' });
  return found.status === 0 ? null : 'needs nbdkit and nbdfuse (apt install nbdkit libnbd-bin)';
})();

/** A disk with an ext4 file system that can be told to fail: a block device as the system sees it, served by nbdkit. */
export class FailingDisk {
  readonly #flag: string;
  readonly #log: string;

  private constructor(
    folder: string,
    /** To be mounted. Absolute. */
    readonly device: string,
  ) {
    this.#flag = path.join(folder, 'fails');
    this.#log = path.join(folder, 'requests.log');
  }

  /**
   * Starts one of so many bytes, until the test has finished. What is mounted from it must be mounted after that, so that
   * it is unmounted before the disk ends.
   */
  static async start(base: string, bytes: number): Promise<FailingDisk> {
    const folder = path.join(base, 'failing disk');
    const served = path.join(folder, 'served');
    mkdirSync(served, { recursive: true });
    const image = path.join(folder, 'disk.img');
    makeImage(image, bytes);
    format(image, 'ext4');
    const disk = new FailingDisk(folder, path.join(served, 'nbd'));
    const errors = ['error-pread=EIO', 'error-pwrite=EIO', 'error-rate=100%', `error-file=${disk.#flag}`];
    const filters = ['--exit-with-parent', '--filter=log', '--filter=error', 'file', image];
    const server = ['nbdkit', ...filters, `logfile=${disk.#log}`, ...errors];
    writeFileSync(disk.device, '');
    const nbdfuse = spawn('nbdfuse', [disk.device, '[', ...server, ']'], { stdio: 'ignore' });
    onTestFinished(async () => {
      const ended = once(nbdfuse, 'close');
      nbdfuse.kill('SIGTERM');
      await ended;
      spawnSync('umount', ['--lazy', disk.device], { stdio: 'ignore' });
    });
    await vi.waitUntil(() => statSync(disk.device).size === bytes, { timeout: 10_000, interval: 10 });
    return disk;
  }

  /** From now on every read and write is answered with EIO. */
  fail(): void {
    writeFileSync(this.#flag, '');
  }

  /** Works again. */
  recover(): void {
    rmSync(this.#flag);
  }

  /** How many reads or writes it has failed. */
  failed(what: 'Read' | 'Write'): number {
    if (!existsSync(this.#log)) return 0;
    const answers = readFileSync(this.#log, 'utf8').split('\n');
    return answers.filter((line) => line.includes(`...${what} `) && line.includes('error=EIO')).length;
  }
}
