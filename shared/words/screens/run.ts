import { countOf, formatBytes, formatCount } from '../format';
import type { Reuse, RunKind, StepId } from '../../run';
import { movesWords } from './moves';

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

const titles: Readonly<Record<RunKind, Readonly<Record<'live' | 'done', (name: string) => string>>>> = {
  backup: { live: (name) => `Backing up ${name}`, done: (name) => `Backup of ${name}` },
  verify: {
    live: (name) => `Verifying a bag of ${name}`,
    done: (name) => `Verification of a bag of ${name}`,
  },
  'copy-out': {
    live: (name) => `Copying out a bag of ${name}`,
    done: (name) => `Copying out of a bag of ${name}`,
  },
  stage: {
    live: (name) => `Making a private copy of ${name}`,
    done: (name) => `Private copy of a bag of ${name}`,
  },
  repair: {
    live: (name) => `Repairing a copy of ${name}`,
    done: (name) => `Repair of a copy of ${name}`,
  },
  check: {
    live: (name) => `Checking a copy of ${name}`,
    done: (name) => `Automatic checks of a copy of ${name}`,
  },
  online: {
    live: (name) => `Bringing ${name} online`,
    done: (name) => `Bringing ${name} online`,
  },
  'swap-back': {
    live: (name) => `Swapping back ${name}`,
    done: (name) => `Swapping back ${name}`,
  },
};

const undisturbed: Readonly<Record<RunKind, string>> = {
  backup: 'The post office stays open; people can go on working.',
  verify: 'The bag is only read.',
  'copy-out': 'The bag is only read.',
  stage: 'The bag is only read.',
  repair: 'Only the private copy is worked on; the bag stays as it is.',
  check: 'The private copy is only read.',
  online: 'What is there now is moved aside, and nothing is overwritten.',
  'swap-back': 'Both post offices are moved, and nothing is overwritten.',
};

/** What of a run takes its time, in order, by the kinds of its steps. */
const readRows: Readonly<Record<RunKind, Readonly<Partial<Record<StepId, string>>>>> = {
  backup: { verify: 'Read the bag again' },
  verify: { 'check-bag': 'Read the bag' },
  'copy-out': { 'check-bag': 'Read the bag', 'copy-out': 'Copy the files out' },
  stage: { 'check-bag': 'Read the bag', 'copy-out': 'Copy the files' },
  repair: { 'run-tool': 'Run the tools' },
  check: { 'check-copy': 'Check the copy' },
  online: { 'copy-in': 'Copy the files beside the place', 'swap-in': 'Give the copy its place' },
  'swap-back': { 'swap-back': 'Swap both' },
};

/** One run: while it goes on, and what came of it. */
export const runWords = {
  crumb: 'Runs',
  loading: 'Run',
  titleLive: (kind: RunKind, name: string): string => titles[kind].live(name),
  titleDone: (kind: RunKind, name: string): string => titles[kind].done(name),
  subLive: (kind: RunKind, since: string): string => `Since ${since}. ${undisturbed[kind]}`,
  kinds: {
    backup: 'Backup',
    verify: 'Verification',
    'copy-out': 'Copying out',
    stage: 'Private copy',
    repair: 'Repair',
    check: 'Automatic checks',
    online: 'Bringing online',
    'swap-back': 'Swapping back',
  } satisfies Record<RunKind, string>,

  live: {
    preparing: 'Getting ready',
    preparingMore: 'the checks are made once more',
    percent: (done: string, total: string): string => `${done} of ${total}`,
    ofReading: (done: string, total: string): string => `${done} of ${total} in this reading`,
    speed: { copy: 'read once, hashed and written', settle: 'read and compared', verify: 'read and hashed' },
    reading: 'read and hashed',
    eta: 'left, about',
    findings: (count: number): string => (count === 1 ? 'finding' : 'findings'),
    step: (step: number, total: number): string => `Step ${step} of ${total}`,
    progressLabel: (what: string): string => `${what}, how far it is`,
    groups: 'File groups in copy order',
    tools: 'Tools in the order in which they are run',
    openRepair: 'Open the repair',
    files: (done: number, total: number): string => `${formatCount(done)} of ${countOf(total, 'file')}`,
    state: { done: 'done', active: 'now', waiting: 'waiting' },
    /** What is read and written in a run of this kind: each kind of step, and its name. */
    readRows: (kind: RunKind): readonly { step: StepId; name: string }[] =>
      Object.entries(readRows[kind]).map(([step, name]) => ({ step: step as StepId, name })),
    moved: 'moved, never overwritten',
    closeWindow: 'You may close this window; the run goes on.',
    closeWindowHold: 'You may close this window; the run goes on, then waits for your word.',
    say: (percent: string, what: string): string => `${percent}. ${what}`,
    finished: (title: string, verdict: string): string => `${title}: ${verdict}`,
  },

  cancel: {
    open: {
      backup: 'Cancel the backup…',
      verify: 'Cancel the verification…',
      'copy-out': 'Cancel the copying out…',
      stage: 'Cancel the private copy…',
      repair: 'Cancel the repair step…',
      check: 'Cancel the checks…',
      online: 'Cancel bringing it online…',
      'swap-back': 'Cancel swapping back…',
    },
    title: {
      backup: (name: string): string => `Cancel the backup of ${name}?`,
      verify: (name: string): string => `Cancel the verification of a bag of ${name}?`,
      'copy-out': (name: string): string => `Cancel the copying out of a bag of ${name}?`,
      stage: (name: string): string => `Cancel making a private copy of ${name}?`,
      repair: (name: string): string => `Cancel the tool that repairs the copy of ${name}?`,
      check: (name: string): string => `Cancel the checks of the copy of ${name}?`,
      online: (name: string): string => `Cancel bringing ${name} online?`,
      'swap-back': (name: string): string => `Cancel swapping back ${name}?`,
    },
    text: {
      backup:
        'The unfinished bag is removed. The post office was only read, and your earlier bags stay as they are.',
      closing:
        'The unfinished bag is removed, and everything that was closed or stopped is opened and started again at once. Your earlier bags stay as they are.',
      snapshot:
        'The unfinished bag is removed, and the snapshot with it. The post office was only read, and your earlier bags stay as they are.',
      mirror:
        'The unfinished bag is removed, and the mirror joined again at once. See afterwards that both halves come into step. Your earlier bags stay as they are.',
      verify: 'The bag stays as it is. Whether all of it is still right remains unknown.',
      'copy-out': 'What was copied out so far is removed. The bag stays as it is.',
      stage: 'What was copied so far is removed. The bag stays as it is.',
      repair:
        'The tool is ended, and the private copy is brought back to the state before it. The step can be run again. The bag stays as it is.',
      check: 'The copy stays as it is. Whether it is good remains unknown.',
      online:
        'What was copied beside the place so far is removed, and what was there before is in its place. The private copy and the bag stay as they are.',
      'swap-back': 'The restored post office is in its place, and the old one where it was moved to.',
    },
    confirm: {
      backup: 'Cancel the backup',
      verify: 'Cancel the verification',
      'copy-out': 'Cancel the copying out',
      stage: 'Cancel the private copy',
      repair: 'Cancel the repair step',
      check: 'Cancel the checks',
      online: 'Do not bring it online',
      'swap-back': 'Do not swap back',
    },
    leave: 'Keep going',
    cancelling: 'Cancelling…',
  },

  result: {
    tabs: { result: 'Result', moves: movesWords.title, ledger: 'Ledger', log: 'Log' },
    tabsLabel: 'About this run',
    grade: 'Grade',
    beforeUse: 'Before anybody uses this copy',
    facts: {
      when: 'Started',
      duration: 'Took',
      files: 'Files',
      size: 'Size',
      method: 'Method',
      bag: 'Bag',
      recovery: 'Recovery point',
      shared: 'Shared with an older bag',
      kept: 'Kept from an earlier run',
    },
    recoveryMore: 'What was written later may be missing.',
    settledMore: 'The copy is equal to the set at this instant.',
    reused: ({ files, bytes }: Reuse): string => `${countOf(files, 'file')}, ${formatBytes(bytes)}`,
    sharedMore: (bag: string): string => `found by content in ${bag}; stored once`,
    keptMore: (run: string): string => `of the run that was cut short, ${run}`,
    noBag: 'no bag was made',
    findings: (count: number): string => (count === 0 ? 'No findings' : countOf(count, 'finding')),
    noFindings: 'There is nothing that you must know.',
    show: 'Show bag in its folder',
    verify: 'Verify again',
    again: 'Back up again…',
    toRepair: 'Go on to the repair',
    toRestore: 'Go on',
    bagGone: 'The bag is not in a vault on the list now.',
  },

  log: {
    title: 'Journal of the run',
    columns: { at: 'When', text: 'What' },
    empty: 'The journal is empty.',
    /** To the second, as the order of things matters here. */
    time: (at: string): string => clock.format(new Date(at)),
  },
} as const;
