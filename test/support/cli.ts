import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { parseLines, type CliLine } from './lines';
import { builtCli, root } from './places';
import { inheritedEnvironment } from './processes';

export interface CallOptions {
  /** Folder of settings and journals. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute; the checkout if not given. */
  readonly cwd?: string;
  /** Runs as this user and group; only root can ask for it. */
  readonly as?: { readonly uid: number; readonly gid: number };
  /** What is piped in; nothing if not given. */
  readonly input?: string;
  /** Absolute path of the command line; the one in `dist/` if not given. */
  readonly cli?: string;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface EndedJson extends Ended {
  readonly lines: CliLine[];
}

/** A program that is under way. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** A call of the built command line that is under way. */
export interface RunningCli extends Running {
  /** Settles with the first line of standard output that contains `text`, or is rejected when the call ends without. */
  line(text: string): Promise<string>;
}

/** Starts `postbag …`. It is killed when the test ends before it does. */
export function start(args: readonly string[], options: CallOptions): RunningCli {
  const { home, env, cwd = root, as, input, cli = builtCli } = options;
  const child = spawn(process.execPath, [cli, ...args], {
    cwd,
    env: { ...inheritedEnvironment(), POSTBAG_HOME: home, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...as,
  });
  child.stdin?.on('error', () => undefined).end(input); // a call that reads nothing may have ended before
  return follow(child);
}

function follow(child: ChildProcess): RunningCli {
  const { stdout, stderr, pid } = child;
  if (!stdout || !stderr || pid === undefined) throw new Error('the command line could not be started');
  let out = '';
  let err = '';
  const waiting: { text: string; resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  createInterface(stdout).on('line', (line) => {
    out += `${line}\n`;
    for (const one of waiting) if (line.includes(one.text)) one.resolve(line);
  });
  stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  let over = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      over = true;
      for (const { text, reject: fail } of waiting) fail(new Error(`ended without “${text}”:\n${out}${err}`));
      resolve({ code, signal, stdout: out, stderr: err });
    });
  });
  onTestFinished(() => {
    if (!over) child.kill('SIGKILL');
  });
  return {
    pid,
    ended,
    line: async (text) =>
      await new Promise((resolve, reject) => {
        const known = out.split('\n').find((line) => line.includes(text));
        if (known !== undefined) resolve(known);
        else if (over) reject(new Error(`ended without “${text}”:\n${out}${err}`));
        else waiting.push({ text, resolve, reject });
      }),
    kill: (signal) => void child.kill(signal),
  };
}

/** Calls `postbag …` for people and waits for its end. */
export async function postbag(args: readonly string[], options: CallOptions): Promise<Ended> {
  return await start(args, options).ended;
}

/** Calls `postbag … --json` and checks every line against the contract. */
export async function postbagJson(args: readonly string[], options: CallOptions): Promise<EndedJson> {
  return withLines(await postbag([...args, '--json'], options));
}

export function withLines(ended: Ended): EndedJson {
  return { ...ended, lines: parseLines(ended.stdout) };
}
