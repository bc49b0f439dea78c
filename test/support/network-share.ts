import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { cannotMount } from './disks';

/** Why there can be no share here; null when there can. */
export const cannotShare = ((): string | null => {
  if (cannotMount !== null) return cannotMount;
  const found = spawnSync('sh', ['-c', 'command -v bindfs'], { stdio: 'ignore' }).status === 0;
  return found ? null : 'needs bindfs (apt install bindfs)';
})();

/**
 * A folder that is served in another place by a process of its own, as a network share is by its server. Every call there
 * is answered by that process: while it stands still nothing is answered, and when it is dead every call fails with
 * ENOTCONN. While it stands still nobody may touch the place from the test's own process.
 */
export class NetworkShare {
  #server: ChildProcess | null = null;

  private constructor(
    private readonly folder: string,
    private readonly place: string,
  ) {}

  /** Serves `folder` at `place`, both absolute, until the test has finished. */
  static async serve(folder: string, place: string): Promise<NetworkShare> {
    const share = new NetworkShare(folder, place);
    mkdirSync(folder, { recursive: true });
    mkdirSync(place, { recursive: true });
    onTestFinished(async () => await share.#end());
    await share.comeBack();
    return share;
  }

  /** The server answers nothing any more. */
  stall(): void {
    this.#server?.kill('SIGSTOP');
  }

  /** The server answers again. */
  goOn(): void {
    this.#server?.kill('SIGCONT');
  }

  /** The server dies. */
  async goAway(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    const ended = once(server, 'close');
    server.kill('SIGKILL');
    await ended;
    this.#server = null;
  }

  /** Is served again by a new server. */
  async comeBack(): Promise<void> {
    this.#unmount();
    // Without a cache every call asks the server.
    const options = ['-o', 'attr_timeout=0,entry_timeout=0,negative_timeout=0,nonempty'];
    const server = spawn('bindfs', ['-f', ...options, this.folder, this.place], { stdio: 'ignore' });
    this.#server = server;
    const outside = statSync(path.dirname(this.place)).dev;
    await vi.waitUntil(
      () => {
        if (server.exitCode !== null) throw new Error(`bindfs ended with ${server.exitCode}`);
        return statSync(this.place).dev !== outside;
      },
      { timeout: 10_000, interval: 10 },
    );
  }

  #unmount(): void {
    spawnSync('umount', ['--lazy', this.place], { stdio: 'ignore' });
  }

  async #end(): Promise<void> {
    await this.goAway();
    this.#unmount();
  }
}
