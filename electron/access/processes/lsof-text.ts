import type { LockKind, OpenFile } from '../../../shared/access';

/** Letters of lsof(8) for a lock, small ones for a part of a file. */
const locksByLetter: Readonly<Record<string, LockKind>> = {
  r: 'range',
  w: 'range',
  u: 'range',
  x: 'range',
  R: 'file',
  W: 'file',
  X: 'file',
  U: 'file',
  N: 'file',
};
const modesByLetter: Readonly<Record<string, OpenFile['mode']>> = { r: 'read', w: 'write', u: 'read-write' };

/** What lsof says of one process. */
export interface LsofProcess {
  readonly pid: number;
  readonly program: string | null;
  readonly user: string | null;
  readonly files: readonly { path: string; mode: OpenFile['mode']; locks: LockKind[] }[];
}

/**
 * Reads what `lsof -F pcLuftaDinl` prints: one field a line, told by its first letter; `p` begins a process and `f` a
 * handle of it.
 */
export function parseLsof(text: string): LsofProcess[] {
  const found: (LsofProcess & { files: { path: string; mode: OpenFile['mode']; locks: LockKind[] }[] })[] =
    [];
  for (const group of text.split(/^(?=p\d)/m).filter((part) => part.startsWith('p'))) {
    const [head = '', ...handles] = group.split(/^(?=f)/m);
    const files = handles.flatMap((handle) => {
      const fields = fieldsOf(handle);
      const path = fields.get('n');
      if (path === undefined) return [];
      const lock = locksByLetter[fields.get('l') ?? ''];
      const mode = modesByLetter[fields.get('a') ?? ''] ?? null;
      return [{ path: unescaped(path), mode, locks: lock ? [lock] : [] }];
    });
    const fields = fieldsOf(head);
    const program = fields.get('c');
    const user = fields.get('L') ?? fields.get('u') ?? null;
    const pid = Number(fields.get('p'));
    found.push({ pid, program: program === undefined ? null : unescaped(program), user, files });
  }
  return found;
}

function fieldsOf(lines: string): Map<string, string> {
  const fields = lines.split('\n').filter((line) => line !== '');
  return new Map(fields.map((line) => [line.slice(0, 1), line.slice(1)]));
}

const named: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '\\': '\\' };

/** Names as they are: in the language `C` lsof writes every byte that is no ASCII as `\xc3`. */
export function unescaped(name: string): string {
  const parts = name.split(/(\\x[0-9a-f]{2}|\\[bfnrt\\])/);
  const bytes = parts.map((part, at) => {
    if (at % 2 === 0) return Buffer.from(part);
    return part.startsWith('\\x')
      ? Buffer.from([parseInt(part.slice(2), 16)])
      : Buffer.from(named[part.slice(1)] ?? part);
  });
  return Buffer.concat(bytes).toString();
}

/** What `ps -o pid=,uid=,lstart=` prints: accounts by number, and starts as ISO 8601 UTC, of processes. */
export function parsePs(text: string): Map<number, { uid: number; since: string | null }> {
  const found = new Map<number, { uid: number; since: string | null }>();
  for (const [, pid, uid, start] of text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\S.*)$/gm)) {
    const ms = Date.parse(start?.trim() ?? ''); // local time, to the second, in the language `C`
    found.set(Number(pid), { uid: Number(uid), since: Number.isNaN(ms) ? null : new Date(ms).toISOString() });
  }
  return found;
}
