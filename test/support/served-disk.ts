import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { makeImage } from './images';

/** A disk without a file system that can be told to be slow, or to fail: a file, served by nbdkit (`cannotFail`). */
export class ServedDisk {
  private constructor(
    private readonly folder: string,
    /** Absolute. */
    readonly file: string,
  ) {}

  /**
   * Starts one of so many bytes, until the test has finished.
   * @param rate how many bits it reads and writes in a second: `48M`
   */
  static async start(folder: string, bytes: number, rate = '10G'): Promise<ServedDisk> {
    const served = path.join(folder, 'served');
    mkdirSync(served, { recursive: true });
    const image = path.join(folder, 'disk.img');
    makeImage(image, bytes);
    const disk = new ServedDisk(folder, path.join(served, 'disk'));
    const errors = ['error-rate=100%', 'error=EIO', `error-file=${disk.#fails}`];
    const filters = ['--exit-with-parent', '--filter=error', '--filter=rate', 'file', image];
    writeFileSync(disk.file, '');
    const server = ['nbdkit', ...filters, ...errors, `rate=${rate}`];
    const nbdfuse = spawn('nbdfuse', [disk.file, '[', ...server, ']'], { stdio: 'ignore' });
    onTestFinished(async () => {
      const ended = once(nbdfuse, 'close');
      nbdfuse.kill('SIGKILL');
      await ended;
      spawnSync('umount', ['--lazy', disk.file], { stdio: 'ignore' });
    });
    await vi.waitUntil(() => statSync(disk.file).size === bytes, { timeout: 10_000, interval: 10 });
    return disk;
  }

  /** From now on every read and write is answered with EIO. */
  fail(): void {
    writeFileSync(this.#fails, '');
  }

  /** Works again. */
  recover(): void {
    rmSync(this.#fails);
  }

  get #fails(): string {
    return path.join(this.folder, 'fails');
  }
}
