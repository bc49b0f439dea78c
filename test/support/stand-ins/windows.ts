/**
 * A small Windows, played: it knows the very scripts that Postbag sends and the few programs it starts, and nothing else.
 * Whatever it does not know is kept in `unknown`, since a program that runs others must not throw; a test that has made
 * one fails at its end.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { scriptText, type Script } from '../../../electron/run/windows/powershell';
import { processScripts } from '../../../electron/access/windows/process-scripts';
import { serviceScripts } from '../../../electron/access/windows/services';
import { shareScripts, type Share } from '../../../electron/access/windows/share-scripts';
import { leadsTo } from '../../../electron/run/windows/windows-path';
import type { ProgramCall, ProgramEnd, RunProgram } from '../../../electron/run/program';

const scripts: readonly Script[] = [shareScripts, processScripts, serviceScripts].flatMap((all) =>
  Object.values(all),
);

/** What a program or script answers out of a file in `test/recorded/windows/`, or that it is not there. */
export interface Recorded {
  readonly file?: string;
  readonly code?: number;
  readonly failed?: ProgramEnd['failed'];
}

export interface SentScript {
  readonly verb: string;
  readonly text: string;
  readonly values: Record<string, unknown>;
  readonly call: ProgramCall;
}

interface Session {
  readonly session: string;
  readonly user: string;
  readonly computer: string;
  readonly files: readonly string[];
}

/** Reads a file of `test/recorded/windows/`. */
export const recorded = (file: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../recorded/windows', file), 'utf8');

/** Takes a call of PowerShell apart. @throws when it is none of the known scripts, letter for letter */
export function sentScript(call: ProgramCall, known: readonly Script[] = scripts): SentScript {
  const args = call.args ?? [];
  expect(args.slice(0, -1)).toEqual(
    '-NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -EncodedCommand'.split(' '),
  );
  const text = Buffer.from(args.at(-1) ?? '', 'base64').toString('utf16le');
  const [, literal = ''] = /\(Decode '([A-Za-z0-9+/=]*)'\)/.exec(text) ?? [];
  const values = JSON.parse(Buffer.from(literal, 'base64').toString('utf8')) as Record<string, unknown>;
  const script = known.find((one) => scriptText(one, values) === text);
  if (!script) throw new Error(`an unknown script:\n${text}`);
  return { verb: script.verb, text, values, call };
}

type Wanted = readonly { readonly name: string; readonly scope: string }[];

export class PlayedWindows {
  readonly unknown: string[] = [];
  /** Everything that was run: verbs of scripts, and programs with their arguments. */
  readonly ran: string[] = [];
  readonly scripts: SentScript[] = [];
  /** Shares on which Everyone is denied, and which run marked them, by scope and name. */
  readonly denied = new Set<string>();
  readonly marks = new Map<string, string>();
  sessions: Session[] = [];
  #next = 4398046511105n;

  constructor(
    private readonly shares: readonly Share[] = [],
    private readonly answers: Readonly<Record<string, Recorded>> = {},
  ) {}

  /** Comes in over the shares and opens a file. @throws where all of them deny it */
  enter(user: string, computer: string, file: string): Session {
    const ways = this.shares.filter((share) => !share.special && leadsTo(share.path, file));
    if (ways.every((share) => this.denied.has(nameOf(share)))) throw new Error('Access is denied.');
    const session = { session: String(this.#next++), user, computer, files: [file] };
    this.sessions.push(session);
    return session;
  }

  leave({ session }: Session): void {
    this.sessions = this.sessions.filter((one) => one.session !== session);
  }

  readonly runProgram: RunProgram = async (call) => {
    await Promise.resolve();
    try {
      return this.#run(call);
    } catch (error) {
      this.unknown.push(String(error));
      throw error;
    }
  };

  #run(call: ProgramCall): ProgramEnd {
    if (call.program !== 'powershell.exe') {
      return this.#recorded([call.program, ...(call.args ?? [])].join(' '), null);
    }
    if (this.answers['powershell.exe']) return this.#recorded('powershell.exe', null);
    const sent = sentScript(call);
    this.scripts.push(sent);
    return this.#recorded(sent.verb, () => this.#play(sent));
  }

  #recorded(what: string, otherwise: (() => unknown) | null): ProgramEnd {
    this.ran.push(what);
    const answer = this.answers[what];
    if (!answer && !otherwise) throw new Error(`an unknown program: ${what}`);
    const text = answer?.file === undefined ? '' : recorded(answer.file);
    const stdout = answer ? text : JSON.stringify(otherwise?.());
    const failed = answer?.failed ?? null;
    const code = failed === null ? (answer?.code ?? 0) : null;
    return code === 0 ? { code, stdout, stderr: '', failed } : { code, stdout: '', stderr: text, failed };
  }

  #play({ verb, values }: SentScript): unknown {
    const wanted = (values['shares'] ?? []) as Wanted;
    switch (verb) {
      case 'look-share':
        return { mapped: [''], shares: this.shares, sessions: this.sessions.length };
      case 'list-share':
        return this.#list();
      case 'check-share':
        return { denied: wanted.filter((share) => this.denied.has(nameOf(share))).map(({ name }) => name) };
      case 'close-share':
        return this.#close(wanted, String(values['runId']));
      case 'open-share':
        return { acted: this.#open(wanted, String(values['runId'])) };
      case 'end-session':
        return { ended: this.#end(values) };
      default:
        throw new Error(`${verb} is only answered from a recorded file`);
    }
  }

  #list(): unknown {
    const all = this.sessions;
    const open = all.flatMap(({ files, ...who }) =>
      files.map((file) => ({ ...who, path: file, permissions: 0x12019f, locks: 0 })),
    );
    const sessions = all.map(({ session, user, computer }) => ({ session, user, computer, seconds: 5 }));
    return { shares: this.shares, open, sessions, connected: [] };
  }

  #close(wanted: Wanted, runId: string): unknown {
    const names = wanted.map(nameOf);
    if (names.some((name) => this.denied.has(name))) {
      return JSON.parse(recorded('error.already-closed.json')) as unknown;
    }
    for (const name of names) {
      this.marks.set(name, runId);
      this.denied.add(name);
    }
    return { closed: true };
  }

  #open(wanted: Wanted, runId: string): boolean {
    const ours = wanted.map(nameOf).filter((name) => this.marks.get(name) === runId);
    const acted = ours.filter((name) => this.denied.delete(name)).length > 0;
    for (const name of ours) this.marks.delete(name);
    return acted;
  }

  #end(values: Record<string, unknown>): number {
    const { session, user, computer } = values;
    const found = this.sessions.filter(
      (one) => one.session === session && one.user === user && one.computer === computer,
    );
    found.forEach((one) => this.leave(one));
    return found.length;
  }
}

const nameOf = ({ name, scope }: Wanted[number]): string => `${scope}/${name}`;
