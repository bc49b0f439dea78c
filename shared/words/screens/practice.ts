import { countOf, formatCount } from '../format';
import type { PracticeCheck, PracticeShape } from '../../practice';

/** Sizes that are offered; users and messages at the start. */
export const practiceSizes = {
  small: { users: 12, messages: 400 },
  medium: { users: 60, messages: 5_000 },
  large: { users: 300, messages: 40_000 },
} as const;
export type PracticeSize = keyof typeof practiceSizes;

const sizeNames: Readonly<Record<PracticeSize, string>> = {
  small: 'Small',
  medium: 'Medium',
  large: 'Large',
};

/** Making a practice post office, its simulated users, and counting what is in it. */
export const practiceWords = {
  title: 'Make a practice post office',
  text: 'A small stand-in with made-up mail. Its files are named like those of a real post office; what is in them is Postbag’s own.',
  shape: 'Names of its files',
  shapes: {
    db6: { name: 'As in DB6', more: 'USR00001, CLANDATA, MLANDATA' },
    db8: { name: 'As in DB8', more: 'U0000001, CCPOMI, CCPODS, CCPOMS' },
  } satisfies Record<PracticeShape, { name: string; more: string }>,
  size: 'Size',
  sizeName: (size: PracticeSize): string => sizeNames[size],
  sizeMore: (size: PracticeSize): string =>
    `${countOf(practiceSizes[size].users, 'user')}, ${countOf(practiceSizes[size].messages, 'message')}`,
  place: 'Where',
  placeOwn: 'A new folder in your documents',
  placeChoose: 'Choose an empty folder…',
  placeReset: 'Use a new folder in your documents',
  submit: 'Make practice post office',
  making: 'Making it…',
  leave: 'Do not make it',

  section: 'Practice',
  usersTitle: 'Simulated users',
  usersText:
    'They send, read and delete mail as people do. Back the post office up while they work, and see which files change.',
  start: 'Start simulated users',
  stop: 'Stop simulated users',
  working: 'At work',
  idle: 'Not at work',
  ops: (ops: number): string => countOf(ops, 'operation'),
  checkTitle: 'Count what is in it',
  checkText:
    'Follows every pointer to its message and looks at every page. In this way you see what a copy would have lost.',
  check: 'Count mail',
  checking: 'Counting…',
  bagText: 'Counts the mail in this copy: what arrived whole, and what a copy of open files lost.',
  checkBag: 'Count mail in the bag',

  /** What was counted, worst first; `bad` rows mean that something is lost. */
  counted: (check: PracticeCheck): { text: string; tone: 'ok' | 'warn' | 'bad' }[] => [
    check.dangling === 0
      ? { text: 'No mail is lost: every pointer leads to its message.', tone: 'ok' }
      : {
          text: `${countOf(check.dangling, 'pointer leads', 'pointers lead')} to a message that is not there: this mail is lost.`,
          tone: 'bad',
        },
    check.missing === 0
      ? { text: 'No file is missing.', tone: 'ok' }
      : { text: `${countOf(check.missing, 'file')} missing or unreadable.`, tone: 'bad' },
    check.torn === 0
      ? { text: 'No page is torn.', tone: 'ok' }
      : {
          text: `${countOf(check.torn, 'page')} torn: written while being read, or damaged.`,
          tone: 'bad',
        },
    check.orphans === 0
      ? { text: 'No space to reclaim.', tone: 'ok' }
      : {
          text: `${countOf(check.orphans, 'message')} that nobody points to: space to reclaim, nothing lost.`,
          tone: 'warn',
        },
  ],
  totals: (check: PracticeCheck): string =>
    `${countOf(check.users, 'user file')}, ${countOf(check.messages, 'message')}, ${formatCount(check.pointers)} pointers counted.`,
  result: 'What was counted',
} as const;
