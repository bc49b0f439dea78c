import type { AdapterId, AdapterState, Connection, OpenFile } from '../../access';
import { adapterTarget, adapterWords, connectionName, lockWords, reasonSentence } from '../access';
import { countOf, formatCount, formatWhen } from '../format';

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const shortClock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const sameDay = (one: Date, other: Date): boolean => one.toDateString() === other.toDateString();

/** `22:14:05`: local time of an ISO 8601 text or of ms since 1970 UTC. */
export function formatClock(time: string | number): string {
  return clock.format(new Date(time));
}

/** `22:14` today, else with its date. */
export function formatSince(time: string, now = Date.now()): string {
  const at = new Date(time);
  return sameDay(at, new Date(now)) ? shortClock.format(at) : formatWhen(time);
}

const modes: Readonly<Record<NonNullable<OpenFile['mode']>, string>> = {
  read: 'to read',
  write: 'to write',
  'read-write': 'to read and write',
};

/** `to write, since 22:14, denies all, locks a part`. */
function openedHow({ mode, since, locks }: OpenFile): string {
  const parts = [
    ...(mode === null ? [] : [modes[mode]]),
    ...(since === null ? [] : [`since ${formatSince(since)}`]),
    ...locks.map((lock) => lockWords[lock]),
  ];
  return parts.length === 0 ? 'nothing more can be said' : parts.join(', ');
}

/** How one kind of connection is ended: what its button says, and what is asked before. */
interface EndWords {
  readonly button: string;
  readonly title: (who: string) => string;
  readonly text: string;
  readonly confirm: string;
}
/** `close`: at the server. `ask`: the program is asked. `force`: it did not end when it was asked. */
export type EndKind = 'close' | 'ask' | 'force';

const ends: Readonly<Record<EndKind, EndWords>> = {
  close: {
    button: 'Disconnect…',
    title: (who) => `Disconnect ${who}?`,
    text: 'The session is closed at the server. What its user has not saved yet may be lost, such as a message that is being written.',
    confirm: 'Disconnect',
  },
  ask: {
    button: 'Ask to end…',
    title: (who) => `Ask ${who} to end?`,
    text: 'The program is asked to end, and may do so at once. What its user has not saved yet may be lost.',
    confirm: 'Ask to end',
  },
  force: {
    button: 'End by force…',
    title: (who) => `End ${who} by force?`,
    text: 'It did not end when it was asked. By force it ends at once, without a chance to finish what it is writing: unsaved work is lost, and files that it writes to may be left damaged.',
    confirm: 'End by force',
  },
};

/** Who is connected to a post office. */
export const connectionsWords = {
  title: 'Who is connected',
  titleOf: (name: string): string => `Who is connected to ${name}`,
  sub: 'Looked at again every two seconds while this screen is shown.',
  crumbRun: 'The run',
  looking: 'Looking who is connected…',
  asOf: (at: string): string => `As of ${formatClock(at)}`,
  count: (count: number): string => countOf(count, 'connection'),
  stale: (at: string): string => `It could not be looked again. The list is as of ${formatClock(at)}.`,
  table: 'Connections',
  columns: { who: 'Who', from: 'From', files: 'Files', since: 'Since', seenBy: 'Seen by' },
  action: 'What can be done',
  here: 'this computer',
  unknown: 'not known',
  nobody: 'somebody',
  /** Program or account in bold, the other one below. */
  who: ({ program, user, pid }: Connection): { name: string; more: string | null } => {
    const name = program ?? user ?? (pid === null ? 'somebody' : `process ${pid}`);
    const more = [
      ...(program !== null && user !== null ? [user] : []),
      ...(pid === null || name === `process ${pid}` ? [] : [`process ${pid}`]),
    ];
    return { name, more: more.length === 0 ? null : more.join(', ') };
  },
  name: connectionName,
  since: (at: string | null): string => (at === null ? 'not known' : formatSince(at)),
  seenBy: (id: AdapterId): string => adapterWords[id].name,
  noFiles: 'none open now',
  filesMore: (count: number): string => `and ${formatCount(count)} more`,
  /** Ends the name of the button that shows all files of somebody. */
  showFiles: (who: string): string => `, what ${who} has open`,
  filesOf: (who: string): string => `Files that ${who} has open`,
  openedHow,

  ends: (kind: EndKind): EndWords => ends[kind],
  endOf: (kind: EndKind, who: string): string => `${ends[kind].confirm}: ${who}`,
  askedAt: (at: number): string => `asked at ${formatClock(at)}`,
  cannotEnd: 'Only whoever sits there can end it.',
  leave: 'Leave it connected',
  ended: (kind: EndKind): string => (kind === 'ask' ? 'It was asked to end' : 'Disconnected'),

  nobodyTitle: 'Nobody is connected',
  nobodyText: 'Everything that looks here sees no session and no open file.',
  nobodySeenTitle: 'Nobody is seen',
  nobodySeenText:
    'But not everything can be looked into from here, so somebody may be connected all the same.',
  unseenTitle: 'Nobody can be seen from here',
  unseenText: 'This does not mean that nobody is connected. These are the reasons:',

  failedText: 'What should have looked could not. This does not mean that nobody is connected.',

  looks: 'Looked with',
  looksNone: 'nothing',
  failed: (id: AdapterId): string => `${adapterWords[id].name} could not look`,
  notExamined: (count: number): string =>
    `${countOf(count, 'program')} of other accounts could not be looked into.`,
  notExaminedMore: 'Start Postbag with more rights to see what they have open.',
  cannot: (count: number): string => `Ways that cannot be used here (${count})`,
  way: ({ id, target }: AdapterState): string => adapterTarget(id, target),
  why: ({ reason }: AdapterState): string => (reason === null ? '' : reasonSentence(reason)),
} as const;
