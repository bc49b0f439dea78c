import type { Connection, OpenFile } from '../../../shared/access';
import type { ListAnswer, Share, Somebody } from './share-scripts';
import { below } from '../../run/windows/windows-path';

/** Bits of an access mask. */
const READ = 1;
const WRITE_OR_APPEND = 2 | 4;

const orNull = (text: string): string | null => (text === '' ? null : text);

function modeOf(permissions: number): OpenFile['mode'] {
  const reads = (permissions & READ) !== 0;
  const writes = (permissions & WRITE_OR_APPEND) !== 0;
  if (reads && writes) return 'read-write';
  return writes ? 'write' : reads ? 'read' : null;
}

/** Two parts of the system write the same machine and account differently: `[::1]` or `::1`, with or without a domain. */
function sameText({ user, computer }: Somebody): string {
  const machine = computer.replace(/^\\+|[[\]]/g, '');
  return `${machine}\t${user.slice(user.lastIndexOf('\\') + 1)}`.toLowerCase();
}

/**
 * One connection for each session that has something of the post office open, or that uses a share leading there: it can
 * open a file at any time, closed or not. A session is told once, however many shares it uses.
 * @param shares those that lead to the post office
 * @param now when it was listed, ms
 */
export function connectionsOf(
  answer: ListAnswer,
  root: string,
  shares: readonly Share[],
  now: number,
): Connection[] {
  const names = new Set(shares.map(({ name }) => name.toLowerCase()));
  const using = (answer.connected ?? []).filter(({ share }) => names.has(share.toLowerCase())).map(sameText);
  const idle = answer.sessions.filter((session) => using.includes(sameText(session)));
  const open = answer.open.filter(({ path }) => below(root, path) !== null);
  const bySession = new Map([...open, ...idle].map((one) => [one.session, one]));
  return [...bySession.values()].map(({ session, user, computer }) => {
    const seconds = answer.sessions.find((one) => one.session === session)?.seconds;
    const files = open.filter((one) => one.session === session);
    return {
      id: session,
      adapter: 'windows-share',
      user: orNull(user),
      from: orNull(computer),
      program: null,
      pid: null,
      since: seconds === undefined ? null : new Date(now - seconds * 1000).toISOString(),
      files: files.flatMap(({ path, permissions, locks }) => {
        const relative = below(root, path) ?? '';
        // The folder itself, which programs keep open to look for changes, is no file.
        if (relative === '') return [];
        const file = { path: relative, mode: modeOf(permissions), since: null };
        return [{ ...file, locks: locks > 0 ? ['range' as const] : [] }];
      }),
      ends: 'close',
    };
  });
}

/** What a session is known by to the server. */
export const sessionOf = ({ id, user, from }: Connection): Somebody & { session: string } => ({
  session: id,
  user: user ?? '',
  computer: from ?? '',
});
