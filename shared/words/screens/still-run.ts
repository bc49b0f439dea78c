import type { RunRecord, UndoAction } from '../../run';
import type { Calm, Resync, RunStill } from '../../still';
import { countOf, formatDuration } from '../format';
import { coversWords, stillName, stillPhaseWords } from '../still';
import { formatSince } from './connections';
import { formatInstant } from './settling';

const method = (record: Pick<RunRecord, 'method'>): 'snapshot' | 'mirror' =>
  record.method === 'mirror' ? 'mirror' : 'snapshot';

const goneWords: Readonly<Record<'snapshot' | 'mirror', string>> = {
  snapshot: 'The snapshot is removed again; nothing is left of it.',
  mirror: 'The mirror is joined, and both halves are in step again.',
};

const left = (ms: number): string => formatDuration(Math.max(0, ms));
/** Rounded down, so that 100 % is never said too early. */
const whole = (percent: number): string => `${Math.floor(percent)} %`;

/** A run that copies from a snapshot or the half of a mirror, while it goes on. */
export const stillRunWords = {
  section: 'Standing still',
  phase: (phase: RunStill['phase']): string => stillPhaseWords[phase].title,
  /** `sealed`: the bag has its final name already. */
  text: (phase: RunStill['phase'], sealed: boolean): string =>
    phase === 'resyncing' && !sealed
      ? 'It is joined again, and comes into step by itself. Until then the files are on one disk alone.'
      : stillPhaseWords[phase].text,
  from: ({ provider, volumes }: RunStill): string =>
    provider === null ? '' : `${stillName(provider)}: ${volumes.join(', ')}`,
  why: (why: string): string => `Why: ${why}`,
  gone: (record: RunRecord): string => goneWords[method(record)],

  waitsFor: (seconds: number): string =>
    `It waits until nothing has been written for ${countOf(seconds, 'second')}.`,
  left: (asked: Calm['asked'], ms: number): string =>
    asked === 'required'
      ? `In ${left(ms)} the run stops if no such pause has come.`
      : `In ${left(ms)} it is made all the same.`,
  names: ({ writes, names }: Calm): string =>
    `${countOf(writes, 'file')} ${writes === 1 ? 'was' : 'were'} written meanwhile, last: ${names}.`,
  makeNow: 'Make it now',
  makeNowText: 'What is half done at that moment is half done in the copy.',
  making: 'Making it…',

  progress: 'The mirror, how far it is in step again',
  percent: (percent: number | null): string =>
    percent === null ? 'How far it is cannot be said.' : whole(percent),
  say: (percent: number): string => `In step: ${whole(percent)}`,
  stopWatching: 'Stop watching',
  stopping: 'Stopping…',
  stopText:
    'Stopping harms nothing: the bag is sealed, and the mirror goes on coming into step by itself. See later that it has.',
} as const;

/** A row of the run in the list of its phases: how it is said what is done there. */
export const stillRowWords = {
  waits: (seconds: number, minutes: number): string =>
    `${countOf(seconds, 'second')} without a write, at most ${countOf(minutes, 'minute')}`,
  mounted: 'only Postbag reads it there',
  confirm: 'until the last byte was read',
  seal: 'its final name',
  watch: 'both halves in step again',
} as const;

/** What has to be undone before everything is as it was. */
const takesBack: readonly UndoAction[] = ['remove-snapshot', 'join-mirror', 'unmount'];

const outcomes = {
  held: 'It stood still until the last byte was read.',
  lost: 'It did not stand still until the last byte was read, so there is no bag.',
  unknown: 'The run ended before everything was read from it.',
} as const;

/** How the mirror is afterwards, as far as that was seen. */
function mirrorAfter(resync: Resync | null): string {
  if (resync === null) return 'joined again; whether both halves are in step was not watched';
  if (resync.inStep) return 'joined; both halves are in step again';
  const far = resync.percent === null ? '' : `: ${whole(resync.percent)}`;
  return `joined again, not in step yet${far} at ${formatSince(resync.at)}`;
}

/** What a run was read from, and how that went. */
export const stillResultWords = {
  title: 'Standing still',
  outcome: ({ held }: RunStill): string =>
    held === null ? outcomes.unknown : held ? outcomes.held : outcomes.lost,
  inexactTitle: 'Something was written while it was made',
  inexactText:
    'What was written in that moment may be in one file and missing from another. The findings name the files; the grade counts it.',
  openTitle: 'It was copied while open instead',
  openText: (why: string): string => `What was asked for could not be had, or was lost: ${why}`,

  from: 'Read from',
  asked: 'Asked for',
  askedOf: ({ asked, provider }: RunStill): string => {
    const wanted = asked.provider ?? provider;
    return wanted === null ? 'the best that can be had' : stillName(wanted);
  },
  nameOf: ({ provider }: RunStill): string => (provider === null ? 'nothing' : stillName(provider)),
  volumes: ({ volumes }: RunStill): string => volumes.join(', '),
  at: 'The instant',
  when: formatInstant,
  /** It lies between just before it was made and when it had been. */
  covers: ({ covers, madeAt, exact }: RunStill): string => {
    const what = exact === false ? 'not shown to be of one instant' : coversWords[covers];
    return madeAt === null ? what : `${what}; made by ${formatInstant(madeAt)}`;
  },

  calm: 'A pause before',
  calmOf: ({ calm, at }: RunStill): string => {
    if (calm === null) return 'not waited for';
    if (calm.calm) return `${countOf(calm.seconds, 'second')} without a write`;
    return at === null ? 'none came' : 'none came; made all the same';
  },
  calmMore: (calm: Calm | null): string | undefined =>
    calm !== null && calm.calm !== true && calm.names !== '' ? `written last: ${calm.names}` : undefined,

  after: 'Afterwards',
  afterOf: (record: RunRecord, still: RunStill): string => {
    const mirror = record.method === 'mirror';
    if (record.pendingUndos.some(({ action }) => takesBack.includes(action)))
      return `${mirror ? 'not joined' : 'not removed'} yet: see what is still to undo`;
    return mirror ? mirrorAfter(still.resync) : 'the snapshot is removed';
  },
} as const;

/** The recovery point of a copy that stood still, in place of the one of a copy that did not. */
export const stillRecovery = (covers: RunStill['covers']): string =>
  covers === 'one-instant'
    ? 'All files are of this instant; what was written later is not in this copy.'
    : 'The first file is of this instant, the others of a later one each.';
