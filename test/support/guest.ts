import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { cannotMount } from './disks';

/** Why no guest can be started here; null when one can. */
export const cannotHaveGuest = ((): string | null => {
  if (cannotMount !== null) return cannotMount;
  const found = spawnSync('sh', ['-c', 'command -v linux.uml && command -v insmod'], { stdio: 'ignore' });
  return found.status === 0 ? null : 'needs User-Mode Linux (apt install user-mode-linux kmod)';
})();

export interface GuestOptions {
  /** Script that is the guest's only process; bash, absolute. */
  readonly script: string;
  /** Variables that the script is given. */
  readonly settings: Readonly<Record<string, string>>;
  /** File that is the guest's disk, `/dev/ubda` there. Absolute. */
  readonly disk: string;
  /** Where the guest may leave its own files on the host; below `/tmp`, without spaces. */
  readonly folder: string;
}

/**
 * A computer of its own in some processes of the host (User-Mode Linux): its root is the host's, closed to writing, and
 * what its programs have written but not synced is in its own memory. So killing it is a power cut.
 */
export class Guest {
  readonly #lines: string[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #ended: Promise<void>;
  #over = false;

  private constructor(
    private readonly marker: string,
    args: readonly string[],
  ) {
    const child = spawn('linux.uml', args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    createInterface(child.stdout).on('line', (line) => {
      this.#lines.push(line.trim());
      this.#wake();
    });
    this.#ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => {
        this.#over = true;
        this.#wake();
        resolve();
      });
    });
  }

  /** Starts a guest; its power is cut when the test has finished. */
  static start({ script, settings, disk, folder }: GuestOptions): Guest {
    mkdirSync(folder, { recursive: true });
    const init = path.join(folder, 'init.sh');
    copyFileSync(script, init);
    chmodSync(init, 0o755);
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${quoted(value)}\n`);
    writeFileSync(path.join(folder, 'settings.sh'), lines.join(''));
    const guest = new Guest(`init=${init}`, [
      'mem=768M',
      'root=/dev/root',
      'rootfstype=hostfs',
      'rootflags=/',
      'ro',
      'quiet',
      'con=null',
      'con0=null,fd:1',
      `ubda=${disk}`,
      `umid=${path.basename(folder)}-${process.pid}`,
      `uml_dir=${folder}`,
      `init=${init}`,
    ]);
    onTestFinished(async () => await guest.cutPower());
    return guest;
  }

  /** What it has said until now, line by line. */
  get said(): readonly string[] {
    return this.#lines;
  }

  /** Waits until what it said is enough. @throws Error with the last of it when the guest ends before */
  async says(enough: (lines: readonly string[]) => boolean): Promise<void> {
    while (!enough(this.#lines)) {
      if (this.#over) throw new Error(`the guest ended:\n${this.#lines.slice(-20).join('\n')}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Kills all its processes at once. */
  async cutPower(): Promise<void> {
    // Whatever runs in the guest is a process of the host with the guest's own command line.
    for (let left = this.#processes(); left.length > 0; left = this.#processes()) {
      for (const pid of left) kill(pid);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await this.#ended;
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  #processes(): number[] {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && commandLine(pid).includes(this.marker));
  }
}

const quoted = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;

/** Empty for a process that is gone, or only waits for its parent to notice that it ended. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
}
