import {
  usualAccess,
  type AccessSettings,
  type AdapterState,
  type Connection,
  type ConnectionList,
  type OpenFile,
  type RunAccess,
} from '../../../shared/access';
import type { RunRecord } from '../../../shared/run';
import type { MethodAdvice } from '../../../shared/views';
import { ago, HOUR, MB, MINUTE } from './common';
import { liveRun } from './runs';
import { ext4, still, stillAdvice } from './still';

/** Who is connected to Head office, how it can be closed, and a run that closes it. */

const way = (id: AdapterState['id'], more: Partial<AdapterState> = {}): AdapterState => ({
  id,
  use: 'auto',
  lists: false,
  closes: false,
  reason: null,
  target: '',
  ...more,
});

export const ways = (): AdapterState[] => [
  way('marker', { closes: true }),
  way('samba', { lists: true, closes: true, target: 'ccmail' }),
  way('windows-share', { reason: { code: 'other-system', params: {} } }),
  way('processes', { lists: true }),
  way('commands', { reason: { code: 'not-set-up', params: {} } }),
];

export const openFile = (path: string, more: Partial<OpenFile> = {}): OpenFile => ({
  path,
  mode: 'read-write',
  since: ago(20 * MINUTE),
  locks: [],
  ...more,
});

export const connection = (id: string, more: Partial<Connection> = {}): Connection => ({
  id,
  adapter: 'samba',
  user: id,
  from: '10.0.0.7',
  program: null,
  pid: null,
  since: ago(HOUR),
  files: [openFile('CCPOMS')],
  ends: 'close',
  ...more,
});

export const anna = (): Connection =>
  connection('anna', {
    from: 'PC-12',
    files: [
      openFile('CCPOMS', { locks: ['deny-write', 'range'] }),
      openFile('CCPOMI', { mode: 'read' }),
      openFile('U0000007', { mode: null, since: null }),
    ],
  });
export const router = (): Connection =>
  connection('router', {
    adapter: 'processes',
    user: 'svc',
    program: 'ROUTER.EXE',
    pid: 4_711,
    from: null,
    ends: 'ask',
  });
export const guest = (): Connection => connection('zoe', { from: 'PC-3', ends: 'no', files: [] });

export const connectionList = (more: Partial<ConnectionList> = {}): ConnectionList => ({
  at: new Date().toISOString(),
  adapters: ways(),
  connections: [router(), guest(), anna()],
  seesAll: true,
  notExamined: 0,
  failures: [],
  ...more,
});

export const access = (more: Partial<AccessSettings> = {}): AccessSettings => ({ ...usualAccess, ...more });

export const advice = (closes = true): MethodAdvice[] => [
  {
    method: 'linear',
    best: 'instant',
    otherwise: 'loose',
    needs: [{ need: 'people-go-on', met: true, detail: '' }],
    recommended: !closes,
    available: true,
    providers: [],
  },
  stillAdvice('snapshot', [still('reflink', { reason: { code: 'no-clones', params: ext4 } })]),
  stillAdvice('mirror', [still('mirror-commands', { reason: { code: 'not-set-up', params: {} } })]),
  {
    method: 'shutdown',
    best: closes ? 'closed' : 'instant',
    otherwise: 'loose',
    needs: [
      { need: 'sees', met: true, detail: 'Samba share (ccmail), Programs on this computer' },
      {
        need: 'refuses',
        met: closes,
        detail: closes
          ? 'Samba share (ccmail)'
          : 'Samba share: smbstatus needs more rights: start Postbag as administrator.',
      },
      { need: 'tells', met: false, detail: '' },
      { need: 'services', met: true, detail: 'Router' },
    ],
    recommended: closes,
    available: true,
    providers: [],
  },
];

export const runAccess = (phase: RunAccess['phase'], more: Partial<RunAccess> = {}): RunAccess => ({
  phase,
  until: null,
  asks: false,
  closedSince: null,
  openedAt: null,
  quiet: null,
  stayedQuiet: null,
  ...more,
});

export const quiet = (): NonNullable<RunAccess['quiet']> => ({
  from: ago(4 * MINUTE),
  to: ago(4 * MINUTE - 20_000),
  seenBy: ['samba', 'processes'],
  files: 66,
  bytes: 720 * MB,
});

/** The live run, which closes its post office. */
export const closingRun = (phase: RunAccess['phase'], more: Partial<RunAccess> = {}): RunRecord => ({
  ...liveRun(),
  method: 'shutdown',
  access: runAccess(phase, more),
});
