import type { PracticeAnalysis, PracticeTool } from '../practice-tools';
import type { PracticeShape } from '../practice';

/**
 * What the practice tools print, one line each, in ASCII: their DOS program (tools/practice-dos) says the very same
 * words. All lines but the first begin with one of the marks and a colon:
 *
 *     OK     how it is, or is now
 *     NOTE   was wrong and is right now, nothing lost; or, by `analyse`, numbers of a file with an error
 *     LOST   something that was damaged and cannot be had back from this copy
 *     ERROR  is wrong
 *
 * then the name of the file (or `in all`), then words with their numbers behind them.
 */
export type ToolMark = 'OK' | 'NOTE' | 'LOST' | 'ERROR';

const titles: Readonly<Record<PracticeTool, string>> = {
  analyse: 'ANALYSE',
  'rebuild-index': 'REBUILD INDEX',
  reconcile: 'RECONCILE',
  reclaim: 'RECLAIM',
};

export const toolHelp = {
  analyse: 'practice tool: check every file and say what is wrong; changes nothing',
  'rebuild-index': 'practice tool: make the message index anew from the message store',
  reconcile:
    'practice tool: hold pointers and counters against the messages; pointers to nothing are dropped',
  reclaim: 'practice tool: free the messages that nobody points to',
} as const satisfies Readonly<Record<PracticeTool, string>>;

/** What can be wrong, as a count of an analysis. */
export type Wrong = Exclude<keyof PracticeAnalysis, 'clean' | 'messages' | 'pointers' | 'freePages'>;

/** What can be wrong, in the order in which it is told. */
const wrong: Readonly<Record<Wrong, string>> = {
  missing: 'files missing',
  torn: 'torn pages',
  dangling: 'pointers to nothing',
  orphans: 'messages that nobody points to',
  strayEntries: 'entries to nothing',
  inFreePages: 'messages in free pages',
  nameless: 'users without a name',
  wrongHeaders: 'headers wrong',
};
export const wrongKinds = Object.keys(wrong) as readonly Wrong[];

const say = (mark: ToolMark, file: string, text: string): string => `${mark}: ${file}: ${text}`;

/** What the numbers of a file are called. */
const numberNames = {
  user: 'user',
  pages: 'pages',
  pointers: 'pointers',
  entries: 'entries',
  users: 'users',
  messages: 'messages',
  free: 'free pages',
  nextId: 'next id',
} as const;
export type NumberName = keyof typeof numberNames;
/** The numbers of one file, in the order in which they are told. */
export type FileNumbers = readonly (readonly [NumberName, number])[];

/** The name that a user has whose name is lost. */
export const nameOfNameless = (user: number): string => `User ${user}`;

export const toolLines = {
  head: (tool: PracticeTool, shape: PracticeShape, users: number) =>
    `Practice tools: ${titles[tool]}, ${shape}, users ${users}`,
  numbers: (mark: 'OK' | 'NOTE', file: string, numbers: FileNumbers) =>
    say(mark, file, numbers.map(([what, value]) => `${numberNames[what]} ${value}`).join(', ')),

  missing: (file: string) => say('ERROR', file, 'missing'),
  wrong: (file: string, what: Exclude<Wrong, 'missing' | 'wrongHeaders'>, value: number) =>
    say('ERROR', file, `${wrong[what]} ${value}`),
  headerSays: (file: string, what: NumberName, says: number, should: number) =>
    say('ERROR', file, `header says ${numberNames[what]} ${says}, should be ${should}`),
  wrongInAll: (what: Wrong, value: number) => say('ERROR', 'in all', `${wrong[what]} ${value}`),
  nothingWrong: 'OK: nothing is wrong',

  madeAnew: (file: string) => say('NOTE', file, 'missing, made anew'),
  tornRebuilt: (file: string, pages: number) => say('NOTE', file, `torn pages ${pages}`),
  entriesToNothingDropped: (file: string, entries: number) =>
    say('NOTE', file, `entries to nothing dropped ${entries}`),
  entriesAdded: (file: string, entries: number) => say('NOTE', file, `entries added ${entries}`),
  nameLost: (file: string, user: number) =>
    say('LOST', file, `name of user ${user}, now called ${nameOfNameless(user)}`),
  headerMadeRight: (file: string) => say('NOTE', file, 'header made right'),

  madeEmpty: (file: string) => say('LOST', file, 'missing, made anew and empty'),
  tornMailbox: (file: string, pages: number, pointers: number | null) =>
    say('LOST', file, `torn pages ${pages}, pointers in them by its header ${pointers ?? 'unknown'}`),
  pointersDropped: (file: string, pointers: number) =>
    say('LOST', file, `pointers to nothing dropped ${pointers}`),
  broughtBack: (file: string, messages: number) =>
    say('NOTE', file, `messages brought back from free pages ${messages}`),
  lostInAll: (pointers: number, messages: number) =>
    say('LOST', 'in all', `pointers ${pointers}, messages ${messages}`),
  tornInAll: (pages: number) => say('LOST', 'in all', `torn pages ${pages}`),
  pointersLead: (pointers: number) => say('OK', 'in all', `pointers that lead to a message ${pointers}`),

  tornStore: (file: string, pages: number) => say('LOST', file, `torn pages ${pages}`),
  freed: (file: string, messages: number, pages: number) =>
    say('NOTE', file, `messages that nobody points to freed ${messages}, pages ${pages}`),
  entriesDropped: (file: string, entries: number) => say('NOTE', file, `entries dropped ${entries}`),
  cutOff: (file: string, pages: number) => say('OK', file, `free pages cut off at the end ${pages}`),
} as const;
