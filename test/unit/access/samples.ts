import type { AdapterState, Connection, ConnectionList } from '../../../shared/access';

export function connection(more: Partial<Connection> = {}): Connection {
  return {
    id: 'processes:42:1',
    adapter: 'processes',
    user: 'anna',
    from: null,
    program: null,
    pid: 42,
    since: null,
    files: [{ path: 'CLANDATA', mode: 'read-write', since: null, locks: [] }],
    ends: 'ask',
    ...more,
  };
}

export function state(more: Partial<AdapterState> = {}): AdapterState {
  return { id: 'processes', use: 'auto', lists: true, closes: false, reason: null, target: '', ...more };
}

export function listing(connections: Connection[] = [], more: Partial<ConnectionList> = {}): ConnectionList {
  return {
    at: '2026-01-01T00:00:00.000Z',
    adapters: [state()],
    connections,
    seesAll: true,
    notExamined: 0,
    failures: [],
    ...more,
  };
}
