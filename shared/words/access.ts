import type { AccessPhase, AccessReason, AdapterId, LockKind, Use } from '../access';
import type { Params } from '../severity';
import { countOf } from './format';

interface AdapterWords {
  readonly name: string;
  readonly explained: string;
}

/** The ways to see and close access. */
export const adapterWords: Readonly<Record<AdapterId, AdapterWords>> = {
  marker: {
    name: 'CCPODOWN file',
    explained:
      'A file that tells cc:Mail programs that the post office is shut down. It asks, and cannot make anybody leave.',
  },
  samba: {
    name: 'Samba share',
    explained: 'Sees who is connected to the share, refuses new connections, and ends those that there are.',
  },
  'windows-share': {
    name: 'Windows share',
    explained: 'Sees who is connected to the share, refuses new connections, and ends those that there are.',
  },
  processes: {
    name: 'Programs on this computer',
    explained: 'Sees which programs have files of the post office open, and asks them to end.',
  },
  commands: {
    name: 'Your own commands',
    explained: 'For NetWare, LAN Server and others: commands that you type, run without a shell.',
  },
};

export const useWords: Readonly<Record<Use, string>> = {
  auto: 'Use it where it can be used',
  required: 'Stop where it cannot be used',
  off: 'Do not use it',
};

export const lockWords: Readonly<Record<LockKind, string>> = {
  'deny-all': 'denies all',
  'deny-write': 'denies writing',
  'deny-read': 'denies reading',
  range: 'locks a part',
  file: 'locks the file',
};

const reasons: Readonly<Record<AccessReason, (p: (name: string) => string) => string>> = {
  'switched-off': () => 'It is switched off for this post office.',
  'other-system': () => 'It belongs to another operating system.',
  'program-missing': (p) => `The program ${p('program')} is not installed here.`,
  'no-rights': (p) =>
    `${p('program')} needs more rights: start Postbag as administrator (as root on Linux) to use it.`,
  'not-shared': () => 'No share of this computer leads to the post office.',
  'on-another-computer': (p) =>
    `The post office lies on ${p('server')}. Run Postbag there to see and close its share.`,
  'not-set-up': () => 'No command was typed for this post office.',
  'not-writable': (p) => `The folder cannot be written (${p('reason')}).`,
  'closed-by-somebody-else': (p) => `${p('file')} was there already: somebody else closed the post office.`,
  failed: (p) => `${p('program')} failed: ${p('reason')}`,
  'config-not-writable': (p) => `${p('file')} cannot be changed (${p('reason')}).`,
  'not-understood': (p) => `What ${p('program')} printed could not be understood.`,
};

/** Why an adapter cannot be used here, or what limits it. */
export function reasonSentence({ code, params }: { code: AccessReason; params: Params }): string {
  return reasons[code]((name) => String(params[name] ?? ''));
}

interface PhaseWords {
  readonly title: string;
  readonly text: string;
}

/** What a run that closes a post office is doing now. */
export const phaseWords: Readonly<Record<AccessPhase, PhaseWords>> = {
  telling: {
    title: 'The users have time to log out',
    text: 'The post office is still open.',
  },
  stopping: {
    title: 'Closing the post office',
    text: 'Router and gateways are stopped, and new connections refused.',
  },
  disconnecting: {
    title: 'The post office is closed to new connections',
    text: 'Somebody is still connected.',
  },
  proving: {
    title: 'Watching whether anything moves',
    text: 'It is copied when nobody has a file open and nothing moves any more.',
  },
  'not-quiet': {
    title: 'The post office is not quiet',
    text: 'Without proof that nothing moves the copy cannot have the grade Closed.',
  },
  closed: {
    title: 'The post office is closed',
    text: 'Nothing moves while it is copied. It opens again by itself when the copy is made, or when anything goes wrong.',
  },
  open: {
    title: 'The post office is open again',
    text: 'Everything that was closed or stopped is as it was before.',
  },
};

/** Everything of one adapter, for preflight: `Samba share (ccmail)`. */
export const adapterTarget = (id: AdapterId, target: string): string =>
  target === '' ? adapterWords[id].name : `${adapterWords[id].name} (${target})`;

/** Somebody who is connected, in a few words. */
export function connectionName(connection: {
  readonly user: string | null;
  readonly program: string | null;
  readonly from: string | null;
  readonly pid: number | null;
}): string {
  const { user, program, from, pid } = connection;
  const who = program ?? user ?? (pid === null ? 'somebody' : `process ${String(pid)}`);
  const account = program !== null && user !== null ? ` (${user})` : '';
  return `${who}${account}${from === null ? '' : ` from ${from}`}`;
}

/** Some of those who are connected, by name, and how many more there are. */
export function someConnections(connections: readonly Parameters<typeof connectionName>[0][]): string {
  return someOf(connections.map(connectionName));
}

function someOf(names: readonly string[], most = 5): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${String(more)} more` : names.join(', ');
}

/** Why a post office could not be shown to be quiet. */
export const disquietWords = {
  noSight: 'Nothing here would see everybody who has a file open.',
  failed: (reason: string): string => `Who is connected could not be seen: ${reason}`,
  connected: (connections: readonly Parameters<typeof connectionName>[0][]): string =>
    `Still connected: ${someConnections(connections)}.`,
  notExamined: (count: number): string =>
    `${countOf(count, 'program')} of other accounts could not be looked into; start Postbag with more rights.`,
  tooSlow: (seconds: number): string => `It did not answer within ${countOf(seconds, 'second')}.`,
  moved: (paths: readonly string[]): string => `Nobody is seen, but something moved: ${someOf(paths)}.`,
} as const;
