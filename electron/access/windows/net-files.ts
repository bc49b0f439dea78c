import type { Connection, OpenFile } from '../../../shared/access';
import { saidBy, type ProgramEnd, type RunProgram } from '../../run/program';
import type { Listing } from '../adapter';
import { ScriptError } from '../../run/windows/powershell';
import { below } from '../../run/windows/windows-path';
import { systemProgram } from '../../run/windows/system-program';

/**
 * Who has files open over the network, by the programs that every Windows has. Used where PowerShell has no commands for
 * it. They say no session, so a connection is an account. Their words are in the system's language: only numbers, paths
 * and columns are read.
 */

/** Begins the id of such a connection. */
const ID = 'account:';

/** In all languages there is the number: access denied, and no open file of that number. */
const DENIED = /(^|\D)5(\D|$)/;
const NO_SUCH_FILE = /(^|\D)2314(\D|$)/;

interface NetFile {
  /** Number of the open file. */
  readonly id: string;
  readonly user: string;
  readonly path: string;
  readonly locks: number;
}

export const isOfNet = ({ id }: Connection): boolean => id.startsWith(ID);

/** @throws ScriptError */
export async function listWithNet(run: RunProgram, root: string): Promise<Listing> {
  const { files, notExamined } = await openFiles(run);
  const here = files.filter(({ path }) => below(root, path) !== null);
  const machines = here.length === 0 ? new Map<string, string[]>() : await machinesOf(run);
  const accounts = [...new Set(here.map(({ user }) => user.toLowerCase()))];
  const connections = accounts.map((account): Connection => {
    const own = here.filter(({ user }) => user.toLowerCase() === account);
    const from = machines.get(account) ?? [];
    return {
      id: `${ID}${account}`,
      adapter: 'windows-share',
      user: own[0]?.user === '' ? null : (own[0]?.user ?? null),
      from: from.length === 0 ? null : from.join(', '),
      program: null,
      pid: null,
      since: null,
      files: own.map((file) => asOpenFile(root, file)).filter(({ path }) => path !== ''),
      ends: 'close',
    };
  });
  return { connections, notExamined };
}

/** Closes what an account has open of the post office. @returns how many files that were @throws ScriptError */
export async function closeWithNet(run: RunProgram, root: string, { id }: Connection): Promise<number> {
  const own = (await openFiles(run)).files.filter(
    ({ user, path }) => `${ID}${user.toLowerCase()}` === id && below(root, path) !== null,
  );
  for (const file of own) {
    const end = await run({ program: systemProgram('net.exe'), args: ['file', file.id, '/close'] });
    const gone = NO_SUCH_FILE.test(`${end.stdout}${end.stderr}`);
    if (end.code !== 0 && !gone) throw failure(end);
  }
  return own.length;
}

/** `openfiles` names every path whole; `net file` shortens long ones, which are then not examined. */
async function openFiles(run: RunProgram): Promise<{ files: NetFile[]; notExamined: number }> {
  const full = await run({
    program: systemProgram('openfiles.exe'),
    args: ['/query', '/fo', 'csv', '/nh', '/v'],
  });
  if (full.code === 0) return { files: parseOpenFiles(full.stdout), notExamined: 0 };
  const end = await run({ program: systemProgram('net.exe'), args: ['file'] });
  if (end.code !== 0) throw failure(end);
  const files = parseNetFile(end.stdout);
  const whole = files.filter(({ path }) => !path.includes('...'));
  return { files: whole, notExamined: files.length - whole.length };
}

/** Columns: computer, number, account, type, locks, mode, path. Other lines are headings and advice. */
export function parseOpenFiles(text: string): NetFile[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const cells = [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell.replace(/""/g, '"'));
    const [, id = '', user = '', , locks = '', , path = ''] = cells;
    const isFile = cells.length === 7 && /^\d+$/.test(id) && /^\d+$/.test(locks);
    return isFile ? [{ id, user, path, locks: Number(locks) }] : [];
  });
}

/** Columns: number, path, account, locks. A path begins with a drive, and a name in it may hold single spaces. */
export function parseNetFile(text: string): NetFile[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, id = '', path = '', user = '', locks = ''] =
      /^(\d+)\s+([a-z]:\\.*?|\\\\.*?)(?:\s{2,}|(?<=^.{51})\s+)(\S.*?)?\s+(\d+)\s*$/i.exec(line) ?? [];
    return id === '' ? [] : [{ id, user, path, locks: Number(locks) }];
  });
}

/** Columns of `net session`: machine, account, and more. Two spaces or the width of the column end each. */
export function parseNetSession(text: string): { computer: string; user: string }[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, computer = '', user = ''] = /^\\\\(\S+)\s+(\S(?:\S| (?! ))*)/.exec(line) ?? [];
    return computer === '' ? [] : [{ computer: computer.replace(/[[\]]/g, ''), user: user.trim() }];
  });
}

/** The machines that accounts come from; nobody, where that cannot be said. */
async function machinesOf(run: RunProgram): Promise<Map<string, string[]>> {
  const machines = new Map<string, string[]>();
  const { code, stdout } = await run({ program: systemProgram('net.exe'), args: ['session'] });
  for (const { computer, user } of code === 0 ? parseNetSession(stdout) : []) {
    const account = user.toLowerCase();
    machines.set(account, [...(machines.get(account) ?? []), computer]);
  }
  return machines;
}

function asOpenFile(root: string, { path, locks }: NetFile): OpenFile {
  return { path: below(root, path) ?? '', mode: null, since: null, locks: locks > 0 ? ['range'] : [] };
}

function failure(end: ProgramEnd): ScriptError {
  if (end.failed === 'missing') return new ScriptError('missing', '', 'net.exe is not there');
  const denied = end.code !== null && DENIED.test(saidBy(end));
  return new ScriptError(denied ? 'no-rights' : 'failed', '', saidBy(end));
}
