import prettyMilliseconds from 'pretty-ms';
import type { Grade, SettleEnd, SettleEvidence, SettleLimits, SettlePass, Settling } from '../../run';
import { countOf, formatCount } from '../format';
import { gradeWords } from '../grades';

const instant = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const ordinals = new Intl.PluralRules('en-GB', { type: 'ordinal' });
const endings: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

/** `24 Nov 2026, 14:02:11.123`: local date and time of an ISO 8601 text, with seconds and milliseconds. */
export function formatInstant(time: string): string {
  return instant.format(new Date(time));
}

/** `1m 10.25s`, `340ms`: a length of time to the millisecond. */
function formatLength(ms: number): string {
  return prettyMilliseconds(Math.max(0, ms), { secondsDecimalDigits: 3 });
}

/** `2nd`. */
function ordinal(count: number): string {
  return `${formatCount(count)}${endings[ordinals.select(count)] ?? 'th'}`;
}

const limitsText = ({ passes, minutes }: SettleLimits): string =>
  `At most ${countOf(passes, 'time')} or ${countOf(minutes, 'minute')}.`;

const evidence: Readonly<Record<SettleEvidence, string>> = {
  content:
    'Shown by the content alone: every block was read as it had been read before. A byte that changed and changed back between the two readings would not have been seen.',
  'content-and-times':
    'Shown by the content and by the file times: every block was read as before, and no file had a new time. A byte that changed and changed back would have given its file one.',
};

const ends: Readonly<Record<SettleEnd, (limits: SettleLimits) => string>> = {
  settled: () => 'Nothing moved between two readings of everything.',
  passes: ({ passes }) => `Everything was read again ${countOf(passes, 'time')}, which was the limit.`,
  minutes: ({ minutes }) => `The limit of ${countOf(minutes, 'minute')} had passed.`,
  unread: () => 'Nothing moved any more, but there were files that could not be read.',
};

/** What a limit that was reached leaves open. */
function whyNot(last: SettlePass | undefined): string {
  if (last && last.unread > 0) {
    return `${countOf(last.unread, 'file')} could not be read the last time; with any of them nothing is proven.`;
  }
  if (last && last.moved > 0) {
    return `${countOf(last.moved, 'file')} had still moved since the reading before.`;
  }
  return 'The set had not been read twice without anything moving.';
}

/** What settling came to, and what that means for the grade. */
export const settlingWords = {
  title: 'Settling',
  about:
    'After the groups were copied, everything was read again and compared with the copy; what differed was replaced.',
  outcome: ({ end, limits }: Settling): string => (end === null ? limitsText(limits) : ends[end](limits)),
  whyNot: ({ passes }: Settling): string => whyNot(passes.at(-1)),
  whatToDo:
    'Back up when it is quieter, or allow more times and minutes under More choices. Look under What moved for the files that never rest.',
  interval: {
    from: 'Equal from',
    to: 'Until',
    length: 'For',
    lengthOf: (from: string, to: string): string => formatLength(Date.parse(to) - Date.parse(from)),
    /** `closed`: people were shut out for it. */
    says: (closed: boolean): string =>
      `All that time the set on disk was equal to the copy${closed ? '' : ', with nobody logged off'}.`,
  },
  evidence: (kind: SettleEvidence): string => evidence[kind],
  /** One sentence on what it means for the grade; `settled`: an interval was proven. */
  grade: (grade: Grade, settled: boolean): string => {
    const { name } = gradeWords[grade];
    if (!settled) return `So the grade is ${name}: what was written after the recovery point may be missing.`;
    if (grade === 'closed') return `The post office was closed and quiet as well, so the grade is ${name}.`;
    if (grade === 'instant') return `So the grade is ${name}: all files are from one and the same instant.`;
    return `The grade is ${name} all the same: the findings say what stands against a better one.`;
  },
  passes: 'Readings',
  columns: {
    pass: 'Reading',
    started: 'Started',
    took: 'Took',
    read: 'Read',
    moved: 'Files moved',
    replaced: 'Replaced',
    appeared: 'Appeared',
    vanished: 'Vanished',
    unread: 'Not readable',
  },
  started: formatInstant,
  took: ({ startedAt, endedAt }: SettlePass): string =>
    formatLength(Date.parse(endedAt) - Date.parse(startedAt)),

  live: {
    row: 'Read everything again until nothing moves',
    waiting: 'what has moved since is replaced',
    /** `moved`: files in the last pass, null while there was none. */
    now: (pass: number, moved: number | null): string =>
      moved === null
        ? `Reading everything again, ${ordinal(pass)} time.`
        : `Reading everything again, ${ordinal(pass)} time; ${moved === 0 ? 'nothing' : countOf(moved, 'file')} moved since the last reading.`,
    limits: limitsText,
    calm: 'It ends by itself as soon as nothing has moved between two readings. People can go on working.',
    detail: (pass: number, moved: number | null): string =>
      moved === null
        ? `${ordinal(pass)} time`
        : `${ordinal(pass)} time; ${countOf(moved, 'file')} moved before`,
  },
} as const;
