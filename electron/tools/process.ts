import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { systemCode } from '../run/errors';
import { runProgram as usualRunProgram, type RunProgram } from '../run/program';
import { ownersMark } from '../run/programs-left';
import { systemProgram } from '../run/windows/system-program';
import { endMarked, mark } from './marked';

export interface ProcessPlan {
  /** Absolute. */
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute, and there. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  /** Runs `taskkill`; tests put a stand-in here. */
  readonly runProgram?: RunProgram;
}

export interface Exit {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Why a process could not be started: code of the system's error. */
export interface NotStarted {
  readonly error: string;
}

const alive = new Set<ToolProcess>();
let watching = false;

/** A tool must not go on alone when we end; being killed is another matter (`programs-left.ts`). */
function watchOurEnd(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => alive.forEach((tool) => tool.killAtOnce()));
}

/**
 * A program with everything that it starts. Its standard input is empty. On Unix it leads a process group of its own; on
 * Windows its tree is ended by `taskkill`. On Linux what left the group is found by a mark in its environment as well.
 */
export class ToolProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #plan: ProcessPlan;
  readonly #id: string;

  private constructor(child: ChildProcess, plan: ProcessPlan, id: string) {
    if (!child.stdout || !child.stderr) throw new Error('no pipes');
    [this.stdout, this.stderr] = [child.stdout, child.stderr];
    this.#child = child;
    this.#plan = plan;
    this.#id = id;
    watchOurEnd();
    alive.add(this);
    this.exit = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        alive.delete(this);
        resolve({ code, signal });
      });
    });
  }

  /** Never throws. */
  static async start(plan: ProcessPlan): Promise<ToolProcess | NotStarted> {
    const id = randomUUID();
    try {
      const child = spawn(plan.program, [...plan.args], {
        cwd: plan.cwd,
        env: { ...plan.env, ...ownersMark(), ...mark(id) },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: !isWindows(plan),
        windowsHide: true,
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      child.on('error', () => undefined); // such as that it could not be killed: `kill` looks for itself
      return new ToolProcess(child, plan, id);
    } catch (error) {
      // Arguments that no program can be given, such as one with a NUL, are thrown.
      return { error: systemCode(error) || String(error) };
    }
  }

  /** Ends it and all that it started. Does nothing where nothing is left. Never throws. */
  async kill(): Promise<void> {
    if (isWindows(this.#plan)) await this.#killTree();
    else this.killAtOnce();
    await endMarked(this.#id, this.#plan.platform ?? process.platform);
  }

  /** Without waiting for anything, for the moment in which we end ourselves. */
  killAtOnce(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (isWindows(this.#plan)) this.#child.kill();
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // Nobody is left in the group.
    }
  }

  /** `taskkill` finds the tree by the process at its top: nothing can be found once that is gone. */
  async #killTree(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const { runProgram = usualRunProgram } = this.#plan;
    const args = ['/PID', String(pid), '/T', '/F'];
    const end = await runProgram({ program: systemProgram('taskkill.exe'), args });
    if (end.code !== 0) this.#child.kill();
  }
}

const isWindows = ({ platform = process.platform }: ProcessPlan): boolean => platform === 'win32';

/** What a tool's environment is: ours, without what is meant for ourselves. */
export function toolEnvironment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(POSTBAG_|ELECTRON_|NODE_)/.test(name));
  return { ...Object.fromEntries(inherited), ...more };
}

/** Where temporary files go. */
export const temporaryIn = (folder: string): NodeJS.ProcessEnv => ({
  TMPDIR: folder,
  TEMP: folder,
  TMP: folder,
});
