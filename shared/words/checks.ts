import type { AutoCheck, AutoCheckId, CheckResult } from '../proof';
import type { OutputMark } from '../repair';
import type { Params } from '../severity';
import { shownName } from './bag';
import { countOf, formatBytes, formatCount } from './format';
import { repairStepWords } from './repair';

/** What one automatic check is called, why it is made, and what it says. */
export interface CheckWords {
  readonly name: string;
  /** Why it matters. */
  readonly explained: string;
  readonly ok: (params: Params) => string;
  /** Also what is said of a warning. */
  readonly failed: (params: Params) => string;
  /** What to do when it failed. */
  readonly next: string;
  /** Why it does not apply. */
  readonly notApplicable: (params: Params) => string;
}

const text = (params: Params, key: string): string => String(params[key] ?? '');
const number = (params: Params, key: string): number => Number(params[key] ?? 0);
const files = (params: Params, key: string): string => countOf(number(params, key), 'file');

/** `“A”, “B” and 4 more`; out of `count`, `name1`, `name2`, … */
function listed(params: Params): string {
  const names = ['name1', 'name2', 'name3']
    .filter((key) => params[key] !== undefined)
    .map((key) => shownName(text(params, key)));
  const more = number(params, 'count') - names.length;
  return more > 0 ? `${names.join(', ')} and ${formatCount(more)} more` : names.join(', ');
}

const itApplies = (): string => 'It does not apply to this copy.';

const manifestKinds: Readonly<Record<string, (count: string) => string>> = {
  missing: (count) => `${count} of the bag missing`,
  differ: (count) => `${count} not as in the bag, and not as a tool left it`,
  unreadable: (count) => `${count} could not be read`,
  unknown: (count) => `${count} neither of the bag nor of a tool`,
  removed: (count) => `${count} removed by a tool`,
};

/** What is wrong with the files of a copy: each kind with its count, and names of the worst. */
function manifestFailed(params: Params): string {
  if (params['reason'] === 'no-manifest') return 'The manifest of the bag cannot be read.';
  const parts = Object.entries(manifestKinds)
    .filter(([kind]) => number(params, kind) > 0)
    .map(([kind, say]) => say(files(params, kind)));
  return `${parts.join('; ')}. Look at ${listed(params)}.`;
}

const said: Readonly<Partial<Record<string, string>>> & Readonly<Record<OutputMark, string>> = {
  good: 'found nothing',
  warning: 'complained',
  bad: 'says that something is wrong',
  unknown: 'said something that fits no rule',
};
const saidBy = (params: Params): string =>
  `${text(params, 'tool')} ${said[text(params, 'mark')] ?? said.unknown}`;

const toolsFailed: Readonly<Record<string, (params: Params) => string>> = {
  'not-finished': (params) =>
    `The repair is not finished: “${repairStepWords(text(params, 'step')).name}” is not done.`,
  'nothing-mended': () => 'No tool that mends has run, and a copy of this grade needs it.',
  'no-look': () => 'The procedure has no look at the end.',
  'left-out': (params) => `The last look (${text(params, 'tool')}) was left out.`,
  skipped: (params) =>
    `The last look (${text(params, 'tool')}) was left out by ${shownName(text(params, 'by'))}.`,
  answered: (params) =>
    `${saidBy(params)} at the end; ${shownName(text(params, 'by'))} has read it and goes on.`,
  said: (params) => `${saidBy(params)} at the end, and nobody has answered for it.`,
};

const practiceFailed = (params: Params): string =>
  params['reason'] === 'no-marker'
    ? 'The copy does not say that it is a practice post office.'
    : [
        `${countOf(number(params, 'dangling'), 'pointer')} to mail that is not there`,
        countOf(number(params, 'torn'), 'torn page'),
        `${files(params, 'missing')} missing`,
      ]
        .join(', ')
        .concat('.');

const textFailed = (params: Params): string =>
  params['reason'] === 'unreadable'
    ? `${listed(params)} could not be read (${text(params, 'system')}).`
    : `${countOf(number(params, 'runs'), 'piece')} of readable text, ${countOf(number(params, 'characters'), 'character')}, in ${files(params, 'files')}; the first in ${shownName(text(params, 'name1'))} at byte ${formatCount(number(params, 'at'))} (0x${number(params, 'at').toString(16).toUpperCase()}).`;

/** The automatic checks, in words. */
export const checkWords: Readonly<Record<AutoCheckId, CheckWords>> = {
  manifest: {
    name: 'Files as in the bag',
    explained:
      'Every file of the bag must be in the copy with the same content. Only the tools of the repair may have changed some, or made new ones.',
    ok: (p) =>
      `${countOf(number(p, 'same'), 'file')} with the content that the manifest names; ${formatCount(number(p, 'changed'))} written by the tools of the repair.`,
    failed: manifestFailed,
    next: 'Make a new copy of the bag. Nobody but the tools may work in it; try things out in a copy of the copy.',
    notApplicable: itApplies,
  },
  complete: {
    name: 'All database files',
    explained: 'With one file of the set missing, a post office does not open, or opens without its mail.',
    ok: (p) => `${listed(p)} are there.`,
    failed: (p) =>
      p['reason'] === 'mixed'
        ? 'Files of another format lie beside the set.'
        : `${listed(p)} ${number(p, 'count') === 1 ? 'is' : 'are'} missing.`,
    next: 'Take an older bag that has the whole set.',
    notApplicable: itApplies,
  },
  'not-empty': {
    name: 'No empty database file',
    explained: 'A database file without a single byte has lost all that was in it.',
    ok: (p) => `None of ${files(p, 'files')} of the database is empty.`,
    failed: (p) => `${files(p, 'count')} of the database without a single byte: ${listed(p)}.`,
    next: 'See whether it was empty in the post office too, and take an older bag if it was not.',
    notApplicable: itApplies,
  },
  'no-marker': {
    name: 'No shutdown marker',
    explained: 'A marker that came along from the source would keep everybody out of the copy.',
    ok: () => 'There is no CCPODOWN in the copy.',
    failed: (p) => `${listed(p)} lies in the copy.`,
    next: 'Find out who put it there. Make a new copy of the bag: Postbag leaves the marker out.',
    notApplicable: itApplies,
  },
  'no-nft-log': {
    name: 'No new error log',
    explained:
      'NFTERROR.LOG is written when a tool meets an NFT error: a sign that the directory is damaged. An old one is kept as evidence.',
    ok: (p) =>
      number(p, 'logs') === 0
        ? 'There is no NFTERROR.LOG.'
        : 'There is an NFTERROR.LOG, older than the backup.',
    failed: (p) =>
      p['reason'] === 'meanwhile'
        ? `${listed(p)} was written while the backup ran (${text(p, 'at')}).`
        : `${listed(p)} was written after the backup (${text(p, 'at')}).`,
    next: 'Read it, then repair again with the step that clears NFT errors, or take an older bag.',
    notApplicable: itApplies,
  },
  'no-readable-text': {
    name: 'No readable text',
    explained:
      'Directory and message store look scrambled when they are healthy. Readable text in them is what a program leaves that has written over them.',
    ok: (p) => `None in ${formatBytes(number(p, 'bytes'))} of directory and message store.`,
    failed: textFailed,
    next: 'Look at that place with a hex editor. If it is output of a program, the file was written over: repair again, or take a bag from before.',
    notApplicable: () => 'A practice post office holds its text as it is.',
  },
  sizes: {
    name: 'Usual size',
    explained:
      'A copy far smaller than those before has lost something; one far larger has got something that does not belong to it. Reclaiming space makes it smaller too.',
    ok: (p) =>
      `${formatBytes(number(p, 'bytes'))}; usual are ${formatBytes(number(p, 'usual'))} (${countOf(number(p, 'bags'), 'bag')} before).`,
    failed: (p) =>
      `${formatBytes(number(p, 'bytes'))}, but usual are ${formatBytes(number(p, 'usual'))} (${countOf(number(p, 'bags'), 'bag')} before).`,
    next: 'Find out why: mail that was removed, space that was reclaimed, or files that are not there.',
    notApplicable: () => 'There is no other bag of this post office to compare with.',
  },
  'tools-clean': {
    name: 'Last look of the repair',
    explained: 'After the repair a tool looks at everything once more, and must find nothing.',
    ok: (p) => `${text(p, 'tool')} found nothing wrong at the end.`,
    failed: (p) => (toolsFailed[text(p, 'reason')] ?? (() => 'The repair is not clean.'))(p),
    next: 'Read what the tool said. Finish the repair, or repair once more until it is clean.',
    notApplicable: () =>
      'Nobody was connected while the bag was made, so it needs no repair, and none was made.',
  },
  'practice-checker': {
    name: 'Checker of the practice post office',
    explained:
      'Follows every pointer of every simulated user to its message, and looks at each page. Messages that nobody points to are no loss.',
    ok: (p) =>
      `${countOf(number(p, 'users'), 'mailbox', 'mailboxes')}, ${countOf(number(p, 'messages'), 'message')}, ${countOf(number(p, 'pointers'), 'pointer')}: all whole.`,
    failed: practiceFailed,
    next: 'Repair the copy: pointers to nothing are dropped then. What is torn or missing has to come from another bag.',
    notApplicable: () => 'Only practice post offices have it.',
  },
};

const resultNames: Readonly<Record<CheckResult, string>> = {
  ok: 'Good',
  warning: 'To be looked at',
  failed: 'Failed',
  'not-applicable': 'Does not apply',
};

/** The result of a check in a word or two. */
export const checkResultName = (result: CheckResult): string => resultNames[result];

/** What a check says, in a sentence. */
export function checkSentence({ id, result, params }: AutoCheck): string {
  const words = checkWords[id];
  if (result === 'ok') return words.ok(params);
  return result === 'not-applicable' ? words.notApplicable(params) : words.failed(params);
}
