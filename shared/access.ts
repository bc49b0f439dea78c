import { z } from 'zod';
import { optionRanges } from './backup-options';
import { Failure } from './result';
import { Params } from './severity';

/** The ways in which Postbag sees who is connected to a post office, and closes it. One file each in `electron/access/`. */
export const AdapterId = z.enum(['marker', 'samba', 'windows-share', 'processes', 'commands']);
export type AdapterId = z.infer<typeof AdapterId>;

/** `auto`: where it can be used. `required`: a run stops where it cannot. `off`: never. */
export const Use = z.enum(['auto', 'required', 'off']);
export type Use = z.infer<typeof Use>;

/**
 * A program and its arguments, run as they are, without a shell. Empty where there is none. The words `{postOffice}`,
 * `{message}`, `{connection}` and `{minutes}` in an argument are filled in.
 */
export const Argv = z.array(z.string().max(1000)).max(50);
export type Argv = z.infer<typeof Argv>;

/** What must rest while a post office is closed: Router, gateways, connectors. Stopped in order, started in reverse. */
export const BelongingService = z.object({
  /** What the administrator calls it. */
  name: z.string().trim().min(1).max(100),
  kind: z.enum(['systemd', 'windows', 'command']),
  /** Name of the unit or service; empty for `command`. */
  unit: z.string().max(200),
  /** Of `command` only. `check` ends with 0 while it runs; without it nobody can say. */
  start: Argv,
  stop: Argv,
  check: Argv,
  /** How long stopping and starting may take, seconds. */
  waitSeconds: z.number().int().min(1).max(600),
});
export type BelongingService = z.infer<typeof BelongingService>;

/** Commands of the administrator's own, for servers that nothing else here can speak to (domain.md 4.3). */
export const AccessCommands = z.object({
  /** Tells the users; may use `{message}` and `{minutes}`. */
  tell: Argv,
  /** Prints one line a connection: id, user, machine, file, with tabs between them; nothing when nobody is there. */
  list: Argv,
  /** Refuses new connections; undone by `open`. One without the other is refused. */
  close: Argv,
  open: Argv,
  /** Ends the one connection `{connection}`, the id that `list` printed. */
  disconnect: Argv,
  limitSeconds: z.number().int().min(1).max(600),
});
export type AccessCommands = z.infer<typeof AccessCommands>;

/** How access to one post office is seen and closed, as the administrator set it. */
export const AccessSettings = z.object({
  use: z.object({
    marker: Use,
    samba: Use,
    'windows-share': Use,
    processes: Use,
    commands: Use,
  }),
  /** Samba's configuration file, absolute; null for the one that Samba uses by itself. */
  sambaConfig: z.string().nullable(),
  services: z.array(BelongingService).max(20),
  commands: AccessCommands,
});
export type AccessSettings = z.infer<typeof AccessSettings>;

export const usualAccess: AccessSettings = {
  use: { marker: 'auto', samba: 'auto', 'windows-share': 'auto', processes: 'auto', commands: 'auto' },
  sambaConfig: null,
  services: [],
  commands: { tell: [], list: [], close: [], open: [], disconnect: [], limitSeconds: 60 },
};

/**
 * A lock that a connection holds. `deny-…`: the share mode of the open, what others may not do. `range`: some bytes;
 * `file`: the whole file.
 */
export const LockKind = z.enum(['deny-all', 'deny-write', 'deny-read', 'range', 'file']);
export type LockKind = z.infer<typeof LockKind>;

export const OpenFile = z.object({
  /** Relative to the post office, with `/`. */
  path: z.string(),
  /** Null where it cannot be said. */
  mode: z.enum(['read', 'write', 'read-write']).nullable(),
  /** ISO 8601 UTC; null where it cannot be said. */
  since: z.string().nullable(),
  locks: z.array(LockKind),
});
export type OpenFile = z.infer<typeof OpenFile>;

/** Somebody or something that is connected to a post office: a session on its share, or a program on this computer. */
export const Connection = z.object({
  /** The same for the same connection as long as it lasts. */
  id: z.string(),
  adapter: AdapterId,
  /** Account; null where it cannot be said. */
  user: z.string().nullable(),
  /** Machine or address it comes from; null for this computer. */
  from: z.string().nullable(),
  /** Name of the program, for those on this computer. */
  program: z.string().nullable(),
  pid: z.number().int().nullable(),
  since: z.string().nullable(),
  /** What it has open; may be empty: connected, with nothing open now. */
  files: z.array(OpenFile),
  /**
   * How it can be ended. `close`: its session is closed at the server. `ask`: the program is asked to end, and can then
   * be ended by force after a person's yes. `no`: only by whoever sits there.
   */
  ends: z.enum(['close', 'ask', 'no']),
});
export type Connection = z.infer<typeof Connection>;

/** Why an adapter cannot be used here, or what limits it. The words are in `shared/words/access.ts`. */
export const AccessReason = z.enum([
  /** It is switched off for this post office. */
  'switched-off',
  /** It belongs to another operating system. */
  'other-system',
  /** Its program is not installed: `program`. */
  'program-missing',
  /** The program must be run with more rights: `program`. */
  'no-rights',
  /** No share of this server leads to the post office. */
  'not-shared',
  /** The post office lies on another computer: Postbag must run there. `server` */
  'on-another-computer',
  /** It is not set up: no command was typed. */
  'not-set-up',
  /** The folder cannot be written: `reason`. */
  'not-writable',
  /** A marker that somebody else made is there: `file`. */
  'closed-by-somebody-else',
  /** The program failed: `program`, `reason`. */
  'failed',
  /** The configuration that would have to be changed cannot be: `file`, `reason`. */
  'config-not-writable',
  /** What it printed could not be understood: `program`. */
  'not-understood',
]);
export type AccessReason = z.infer<typeof AccessReason>;

/** What one adapter can do for one post office. Availability is never a boolean alone. */
export const AdapterState = z.object({
  id: AdapterId,
  use: Use,
  /** What it can do here and now. */
  lists: z.boolean(),
  closes: z.boolean(),
  /** Set where it can do nothing, or less than it could. */
  reason: z.object({ code: AccessReason, params: Params }).nullable(),
  /** What it works on: the name of a share, of a file. Empty where that says nothing. */
  target: z.string(),
});
export type AdapterState = z.infer<typeof AdapterState>;

/** Everybody who is seen at a post office, by all adapters. */
export const ConnectionList = z.object({
  /** When it was taken, ISO 8601 UTC. */
  at: z.string(),
  adapters: z.array(AdapterState),
  connections: z.array(Connection),
  /** Somebody who has a file open would be seen, wherever he is. */
  seesAll: z.boolean(),
  /** Programs of this computer that could not be looked into: other accounts' ones, without the rights. */
  notExamined: z.number().int(),
  /** Adapters that should have listed and could not. */
  failures: z.array(z.object({ adapter: AdapterId, failure: Failure })),
});
export type ConnectionList = z.infer<typeof ConnectionList>;

/** What shows that a post office was quiet. Times ISO 8601 UTC. */
export const QuietProof = z.object({
  /** When the first sample was taken, and the second one. */
  from: z.string(),
  to: z.string(),
  /** Adapters that looked for open files and saw none. */
  seenBy: z.array(AdapterId),
  files: z.number().int(),
  bytes: z.number(),
});
export type QuietProof = z.infer<typeof QuietProof>;

/**
 * How far the closing of a post office is. `telling`: the grace period. `disconnecting`: somebody is still connected.
 * `proving`: nobody is seen; it is watched whether anything moves. `not-quiet`: it could not be shown to be quiet, and a
 * person is asked. `closed`: it is being copied. `open`: everything was opened again.
 */
export const AccessPhase = z.enum([
  'telling',
  'stopping',
  'disconnecting',
  'proving',
  'not-quiet',
  'closed',
  'open',
]);
export type AccessPhase = z.infer<typeof AccessPhase>;

/** What a run did to the access to its post office. */
export const RunAccess = z.object({
  phase: AccessPhase,
  /** When the phase ends by itself, ISO 8601 UTC; null when it takes as long as it takes. */
  until: z.string().nullable(),
  /** It waits for a person's word. */
  asks: z.boolean(),
  closedSince: z.string().nullable(),
  openedAt: z.string().nullable(),
  quiet: QuietProof.nullable(),
  /** Quiet until the last byte was read: nothing moved, and nobody was there afterwards. Null while not known. */
  stayedQuiet: z.boolean().nullable(),
});
export type RunAccess = z.infer<typeof RunAccess>;

/** What a person may choose for a backup of a closed post office. */
export const ShutdownOptions = z.object({
  /** What the users are told. */
  message: z.string().max(500),
  graceMinutes: z.number().min(optionRanges.grace.from).max(optionRanges.grace.to),
  /** After the grace period: disconnect whoever is still there, or wait for a person's word. */
  disconnect: z.enum(['all', 'ask']),
  /** How far apart the two samples are that show that nothing moves, seconds (domain.md 4.4). */
  quietSeconds: z.number().int().min(optionRanges.quiet.from).max(optionRanges.quiet.to),
  /** What to do when it cannot be shown to be quiet: stop and open everything again, or ask a person first. */
  notQuiet: z.enum(['stop', 'ask', 'go-on']),
  /** How long a person's word is waited for before everything is opened again, minutes. */
  waitMinutes: z.number().int().min(optionRanges.wait.from).max(optionRanges.wait.to),
});
export type ShutdownOptions = z.infer<typeof ShutdownOptions>;
