import type { QuietProof, RunAccess } from '../../access';
import { adapterWords, phaseWords } from '../access';
import { countOf, formatBytes, formatDuration } from '../format';
import { formatClock, formatSince } from './connections';
import { formatInstant } from './settling';

/** A button that asks first: what it says, and what is asked. */
interface Question {
  readonly button: string;
  readonly busy: string;
  readonly title: (name: string) => string;
  readonly text: string;
  readonly confirm: string;
  readonly leave: string;
}

const disconnectAll: Question = {
  button: 'Disconnect everybody…',
  busy: 'Disconnecting…',
  title: (name) => `Disconnect everybody from ${name}?`,
  text: 'Every session that can be ended is ended at once. What their users have not saved yet may be lost, such as messages that are being written.',
  confirm: 'Disconnect everybody',
  leave: 'Wait for them',
};

const goOn = (text: string): Question => ({
  button: 'Go on anyway…',
  busy: 'Going on…',
  title: (name) => `Back up ${name} although it is not quiet?`,
  text,
  confirm: 'Go on anyway',
  leave: 'Wait',
});

/** Both end the run: they differ in what a person has before the eyes. */
const stop: Question = {
  button: 'Stop and open…',
  busy: 'Opening…',
  title: (name) => `Stop the backup and open ${name}?`,
  text: 'The backup is cancelled and its unfinished bag removed. Everything that was closed or stopped is opened and started again at once.',
  confirm: 'Stop and open',
  leave: 'Keep going',
};
const openNow: Question = {
  ...stop,
  button: 'Open now…',
  title: (name) => `Open ${name} now?`,
  text: 'The backup is cancelled and its unfinished bag removed, and everything is opened and started again at once. Without that it opens by itself when the copy is made.',
  confirm: 'Cancel the backup and open now',
  leave: 'Keep it closed',
};

const left = (ms: number): string => formatDuration(Math.max(0, ms));

/** A run that closes its post office. */
export const closingWords = {
  section: 'The post office',
  phase: (phase: RunAccess['phase']): string => phaseWords[phase].title,
  text: (phase: RunAccess['phase']): string => phaseWords[phase].text,
  /** Under the title of the run, in place of a promise that people can go on working. */
  sub: (access: RunAccess | null, since: string): string => {
    if (access?.openedAt != null) return `Since ${since}. The post office is open again; people can work.`;
    if (access?.closedSince != null) return `Since ${since}. The post office is closed meanwhile.`;
    return `Since ${since}. The post office is closed while it is copied.`;
  },

  left: {
    telling: (ms: number): string => `It is closed in ${left(ms)}.`,
    disconnecting: (ms: number): string => `In ${left(ms)} the run stops, and everything is opened again.`,
    proving: (ms: number): string => `${left(ms)} to go.`,
    'not-quiet': (ms: number): string => `In ${left(ms)} the run stops, and everything is opened again.`,
  } as Readonly<Partial<Record<RunAccess['phase'], (ms: number) => string>>>,
  closeNow: 'Close now',
  closing: 'Closing…',
  /** `at`: null where nothing here refuses connections. */
  closedTitle: (at: string | null): string =>
    at === null
      ? 'Nothing here refuses new connections'
      : `The post office is closed since ${formatSince(at)}`,
  /** `proven`: it was shown to be quiet. */
  closedText: (proven: boolean): string =>
    proven
      ? phaseWords.closed.text
      : 'It opens again by itself when the copy is made, or when anything goes wrong. It could not be shown to be quiet, so the copy cannot have the grade Closed.',
  closedTag: (at: string): string => `Closed since ${formatSince(at)}`,
  open: (at: string): string =>
    `The post office is open again since ${formatSince(at)}; nobody has to wait for the rest.`,

  disconnectAll,
  openNow,
  stop,
  goOnConnected: goOn(
    'Whoever is still there stays connected and may go on writing. The copy will not have the grade Closed, and must be repaired before it is used.',
  ),
  goOnNotQuiet: goOn(
    'Something still moves, or cannot be seen. The copy will not have the grade Closed, and must be repaired before it is used.',
  ),
  still: 'Still connected',
  stillNone: 'Nobody is seen any more. The run goes on in a moment.',
  stillMore: (count: number): string => `and ${count} more`,
  showAll: 'Show all connections',
  settling:
    'It ends by itself as soon as nothing has moved between two readings. The post office is closed meanwhile.',

  notice: {
    title: (name: string): string => `The backup of ${name} waits for your word.`,
    disconnecting: 'New connections are refused, and somebody is still connected.',
    'not-quiet': 'The post office is closed, and could not be shown to be quiet.',
    until: (at: string): string => `At ${formatSince(at)} it stops, and everything is opened again.`,
    look: 'Look at it',
    lookAt: (name: string): string => `Look at it: the backup of ${name}`,
  },

  result: {
    title: 'Closing',
    from: 'Closed from',
    to: 'Until',
    length: 'For',
    when: formatInstant,
    lengthOf: (from: string, to: string): string => formatDuration(Date.parse(to) - Date.parse(from)),
    untilEnd: 'the run ended',
    notOpened: 'not yet: see what is still to undo',
    never: 'Nothing was closed.',
    samples: 'Nothing moved between',
    samplesOf: ({ from, to }: QuietProof): string => `${formatClock(from)} and ${formatClock(to)}`,
    seenBy: 'Nobody was seen by',
    seenByOf: ({ seenBy }: QuietProof): string =>
      seenBy.length === 0 ? 'nothing' : seenBy.map((id) => adapterWords[id].name).join(', '),
    files: 'Compared',
    filesOf: ({ files, bytes }: QuietProof): string => `${countOf(files, 'file')}, ${formatBytes(bytes)}`,
    /** What the closing shows, in one sentence. */
    outcome: ({ quiet, stayedQuiet }: RunAccess): string => {
      if (quiet === null) return 'The post office could not be shown to be quiet.';
      if (stayedQuiet === true)
        return 'The post office was quiet, and stayed so until the last byte was read.';
      return stayedQuiet === false
        ? 'The post office was quiet at first, and did not stay so while it was copied. The findings say what was seen.'
        : 'The post office was quiet when the copying began.';
    },
  },
} as const;
