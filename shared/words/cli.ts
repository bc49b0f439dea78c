import type { PracticeCheck } from '../practice';
import type { Severity } from '../severity';
import type { Reuse, SettledInterval } from '../run';
import { countOf, formatBytes } from './format';

/** Words of the terminal; findings, steps, grades and verdicts have the same words as in the window. */

export const severityNames: Readonly<Record<Severity, string>> = {
  info: 'Note',
  warning: 'Warning',
  error: 'Error',
};

export const help = {
  program: 'Backs up post offices that are in use, in the order that loses least, and proves what it copied.',
  json: 'print one JSON object a line instead of sentences',
  inventory: 'list the post offices you know, or say what lies in a folder',
  inventoryTarget: 'name of a post office on your list, or a folder; without it, the whole list',
  backup: 'back up a post office into a vault',
  backupTarget: 'name of a post office on your list, or its folder',
  to: 'the vault: a folder that holds bags',
  method: 'how open files are dealt with',
  name: 'what to call a post office that is not on your list',
  passes: 'read everything again at most so many times, until nothing moves between two readings',
  minutes: 'begin no further reading after so many minutes',
  lockedWait: 'wait so many seconds for a file or part of a file that somebody has locked',
  afresh: 'begin anew, even if an earlier run was cut short and could be gone on with',
  verify: 'read every file of a bag again and compare all checksums',
  bag: 'folder of the bag',
  copyOut: 'copy the files of a bag into a new or empty folder, each compared with its checksum',
  landing: 'the folder they go to',
  practice: 'practice post offices: a small stand-in to learn and to test on',
  make: 'make a practice post office in an empty or new folder',
  folder: 'folder of the practice post office',
  shape: 'whose file names it has: db6 or db8',
  users: 'how many mailboxes',
  messages: 'how many messages',
  seed: 'the same seed makes the same post office',
  usersAtWork: 'let simulated users work in it until Ctrl+C, or for a time',
  seconds: 'stop after so many seconds',
  rate: 'operations a second; 0 is as fast as possible',
  burst: 'work in bursts of so many milliseconds',
  pause: 'with pauses of so many milliseconds between them',
  check: 'count lost mail, orphans and torn pages',
} as const;

export const cliWords = {
  plan: 'Plan',
  goesOn: ({ files, bytes }: Reuse) =>
    `Goes on from a run that was cut short: ${countOf(files, 'file')}, ${formatBytes(bytes)} are there already.`,
  shares: ({ from, files, bytes }: Reuse) =>
    `Likely to be shared with the bag ${from}: ${countOf(files, 'file')}, ${formatBytes(bytes)}.`,
  instant: ({ from, to }: SettledInterval, passes: number) =>
    `Settled: from ${from} to ${to} all files were as in this bag (read again ${countOf(passes, 'time')}).`,
  cancelling: 'Cancelling; what has been begun is taken back …',
  emptyList: 'There is no post office on your list. Give a folder, or add one in the app.',
  made: (folder: string) => `Made a practice post office in ${folder}.`,
  atWork: 'Simulated users are at work. Ctrl+C stops them.',
  stopped: (ops: number) => `They stopped after ${countOf(ops, 'operation')}.`,
  notANumber: (what: string, from: number, to: number) =>
    to === Number.MAX_SAFE_INTEGER
      ? `${what} must be a whole number from ${String(from)} up.`
      : `${what} must be a whole number from ${String(from)} to ${String(to)}.`,
} as const;

/** What the checker of a practice post office counted, in sentences. */
export function practiceCheckLines(check: PracticeCheck): string[] {
  return [
    `${countOf(check.users, 'mailbox', 'mailboxes')}, ${countOf(check.messages, 'message')}, ${countOf(check.pointers, 'pointer')}.`,
    check.dangling === 0
      ? 'No mail is lost.'
      : `Lost: ${countOf(check.dangling, 'pointer')} to a message that is not there.`,
    check.orphans === 0
      ? 'No space to reclaim.'
      : `Space to reclaim: ${countOf(check.orphans, 'message')} that nobody points to.`,
    check.torn === 0 ? 'No torn pages.' : `Torn: ${countOf(check.torn, 'page')}.`,
  ];
}
