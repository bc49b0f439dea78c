import { countOf, formatBytes, formatCount } from '../format';
import type { FileChange, RunKind } from '../../run';

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** One run: while it goes on, and what came of it. */
export const runWords = {
  crumb: 'Runs',
  loading: 'Run',
  titleLive: (kind: RunKind, name: string): string =>
    kind === 'backup' ? `Backing up ${name}` : `Verifying a bag of ${name}`,
  titleDone: (kind: RunKind, name: string): string =>
    kind === 'backup' ? `Backup of ${name}` : `Verification of a bag of ${name}`,
  subLive: (kind: RunKind, since: string): string =>
    kind === 'backup'
      ? `Since ${since}. The post office stays open; people can go on working.`
      : `Since ${since}. The bag is only read.`,
  kinds: { backup: 'Backup', verify: 'Verification' } satisfies Record<RunKind, string>,

  live: {
    preparing: 'Getting ready',
    preparingMore: 'the checks are made once more',
    percent: (done: string, total: string): string => `${done} of ${total}`,
    speed: { backup: 'read once, hashed and written', verify: 'read and hashed' },
    reading: 'read and hashed',
    eta: 'left, about',
    findings: (count: number): string => (count === 1 ? 'finding' : 'findings'),
    step: (step: number, total: number): string => `Step ${step} of ${total}`,
    progressLabel: (what: string): string => `${what}, how far it is`,
    groups: 'File groups in copy order',
    files: (done: number, total: number): string => `${formatCount(done)} of ${countOf(total, 'file')}`,
    state: { done: 'done', active: 'now', waiting: 'waiting' },
    verifyRow: 'Read the bag again',
    checkRow: 'Read the bag',
    closeWindow: 'You may close this window; the run goes on.',
    say: (percent: string, what: string): string => `${percent}. ${what}`,
    finished: (title: string, verdict: string): string => `${title}: ${verdict}`,
  },

  cancel: {
    open: { backup: 'Cancel the backup…', verify: 'Cancel the verification…' },
    title: {
      backup: (name: string): string => `Cancel the backup of ${name}?`,
      verify: (name: string): string => `Cancel the verification of a bag of ${name}?`,
    },
    text: {
      backup:
        'The unfinished bag is removed. The post office was only read, and your earlier bags stay as they are.',
      verify: 'The bag stays as it is. Whether all of it is still right remains unknown.',
    },
    confirm: { backup: 'Cancel the backup', verify: 'Cancel the verification' },
    leave: 'Keep going',
    cancelling: 'Cancelling…',
  },

  result: {
    tabs: { result: 'Result', ledger: 'Ledger', log: 'Log' },
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
    },
    recoveryMore: 'What was written later may be missing.',
    noBag: 'no bag was made',
    findings: (count: number): string => (count === 0 ? 'No findings' : countOf(count, 'finding')),
    noFindings: 'There is nothing that you must know.',
    show: 'Show bag in its folder',
    verify: 'Verify again',
    again: 'Back up again…',
    bagGone: 'The bag is not in a vault on the list now.',
  },

  ledger: {
    title: 'Files of the bag',
    onlyChanged: 'Only files that changed',
    columns: { group: 'Group', path: 'File', size: 'Size', sha: 'SHA-256', changed: 'Changed?' },
    unchanged: 'no change seen',
    changed: 'Changed',
    replaced: 'Replaced',
    when: {
      'while-copying': 'while it was copied',
      'after-copy': 'after it was copied',
    } satisfies Record<FileChange['when'], string>,
    sizes: (change: FileChange): string =>
      change.bytesBefore === change.bytesAfter
        ? 'same size'
        : `${formatBytes(change.bytesBefore)} before, ${formatBytes(change.bytesAfter)} after`,
    copySha: (path: string): string => `Copy SHA-256 of ${path}`,
    shaCopied: 'SHA-256 copied',
    empty: 'This run has no ledger: no file was copied.',
    emptyChanged: 'No change of any file was seen.',
  },

  log: {
    title: 'Journal of the run',
    columns: { at: 'When', text: 'What' },
    empty: 'The journal is empty.',
    /** To the second, as the order of things matters here. */
    time: (at: string): string => clock.format(new Date(at)),
  },
} as const;
