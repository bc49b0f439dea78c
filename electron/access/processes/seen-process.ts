import type { Connection, OpenFile } from '../../../shared/access';

/** A program of this computer that is at a post office, as its system told it. */
export interface SeenProcess {
  readonly pid: number;
  /** What tells it from a later one with the same number; null where the system does not say: then it is not ended. */
  readonly identity: string | null;
  readonly program: string | null;
  readonly user: string | null;
  /** ISO 8601 UTC. */
  readonly since: string | null;
  readonly files: OpenFile[];
}

/** Never to be ended: the first process of the system, this very one, and what started it. */
export const isUntouchable = (pid: number): boolean =>
  pid <= 1 || pid === process.pid || pid === process.ppid;

export function processConnection({ identity, ...seen }: SeenProcess): Connection {
  return {
    ...seen,
    id: `${String(seen.pid)}-${identity ?? ''}`,
    adapter: 'processes',
    from: null,
    ends: identity === null || isUntouchable(seen.pid) ? 'no' : 'ask',
  };
}

/** What tells the process that a connection stands for; empty where nothing does. */
export const identityIn = ({ id }: Connection): string => id.slice(id.indexOf('-') + 1);
