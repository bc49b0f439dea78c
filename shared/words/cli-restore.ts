import type { Answer, Overrule, ProofOutcome, ProofReminder } from '../proof';
import { countOf, formatWhen } from './format';
import { lossWords, restoresWords } from './screens/restores';
import { restoreWords } from './screens/restore';

/** Words of the terminal about restoring and proving. */
export const restoreHelp = {
  restore: 'restore a bag: prove a private copy of it by hand, sign that, and bring it online',
  begin: 'verify a bag and make a private copy of it; the bag and the post office are not touched',
  bag: 'folder of the bag',
  forProof: 'only to prove that the bag works: nothing is brought online',
  procedure: 'which steps the repair takes; without it the usual ones of the format',
  prove:
    'prove a bag as far as a machine can: verify, copy, repair and check it without anybody; then say what is left for a person. Made for schedulers',
  proveTarget: 'folder of a bag; or a post office on your list, for its newest bag',
  proveIn: 'look for the newest bag in this vault, instead of in those on your list',
  list: 'list the restores and proofs that have been begun',
  show: 'show a restore: its checks, its checklist with the answers, and what is next',
  id: 'id of the restore, as `restore list` shows it; the repair of its copy has the same',
  check: 'make the automatic checks of the copy; nothing is changed',
  overrule: 'go on against what Postbag advises; the reason stands in the certificate',
  what: 'against what: no finished repair, a failed check, “not proven”, or that nobody can see who is connected',
  reason: 'why',
  by: 'your name; it stands in the certificate',
  answer: 'answer one question of the checklist; an answer given before is replaced',
  item: 'name of the question, as `restore show` lists it',
  given: 'what you have seen',
  note: 'what you want to have written beside it',
  evidence: 'keep a copy of a file that shows what was seen, with one question of the checklist',
  file: 'a picture or a text, 25 MB at most',
  sign: 'sign what was found, proven or not; the certificate is written beside the bag',
  online: 'bring the copy online: what is there now is moved aside, never overwritten',
  to: 'bring it online in this folder, instead of the place of the post office on your list',
  swapBack: 'swap back: the restored post office is moved aside, and the old one into its place',
  proofs: 'list the proofs of a bag, and whether each can be believed',
  checklist: 'show the checklist of a post office on your list, as JSON',
  usual: 'use the usual checklist of its format again',
  remind: 'say when a person is reminded to prove a backup, or set it',
  days: 'after so many days without a proof; 0: never',
  bags: 'after so many backups without a proof; 0: never',
  only: 'copy only these file groups, with commas between: users,directory,store',
} as const;

export const restoreCliWords = {
  online:
    'What is there now is moved aside, never overwritten, and can be swapped back. Have everybody log out first, and stop Router and gateways.',
  keep: 'Keep the old one until everybody has worked with the restored one for a while.',
  afterwards: 'Start Router first, then the gateways, one at a time.',
  swap: 'To swap both again:',
  /** What may be missing, before anything is done. */
  loss: (recoveryPoint: string | null, sealedAt: string | null, now: number): readonly string[] => [
    recoveryPoint !== null
      ? lossWords.since(recoveryPoint, now)
      : sealedAt !== null
        ? lossWords.unknownSealed(sealedAt, now)
        : lossWords.unknown,
    lossWords.why,
  ],
  begun: (id: string): string => `Restore ${id}`,
  none: 'There is no restore and no proof. `postbag restore begin <bag>` begins one.',
  noName: 'A name is needed, of 80 characters at most.',
  noReason: 'A reason is needed, of 2,000 characters at most.',
  longNote: 'A note has 2,000 characters at most.',
  notAGroup: (groups: readonly string[]): string =>
    `--only takes ${groups.join(', ')}, with commas between them.`,
  twice: (item: string): string => `There are two questions called ${item}.`,
  noBag: (postOffice: string): string => `the newest one of ${postOffice}`,
  answered: (item: string, answer: Answer): string =>
    `${item}: ${restoreWords.answers.names[answer].toLowerCase()}`,
  no: `${restoreWords.answers.no} ${restoreWords.answers.noNext}`,
  kept: (name: string, item: string): string => `A copy of ${name} is kept with ${item}.`,
  overruled: (what: Overrule['what']): string => restoreWords.overrule.texts[what],
  signed: (outcome: ProofOutcome, by: string, at: string): string =>
    `${restoreWords.sign.outcomes[outcome]}. ${restoreWords.sign.signed(by, at)}`,
  certificate: (folder: string): readonly string[] => [
    `The certificate lies in ${folder}`,
    'It is a page (certificate.html). A terminal makes no PDF: the app does when the certificate is opened in it.',
  ],
  drillPassword: (postOffice: string): string =>
    `The tools need the password of ${postOffice}, and nobody gave it. In a terminal it is asked for; elsewhere the first line of standard input is read.`,
  drillEnd: 'Everything that a machine can do is good. A person still has to look:',
  drillFindings: 'Something must be looked at, see above. A person still has to:',
  drillPerson: 'A machine cannot go on: a person is needed.',
  noProofs: 'This bag was never proven.',
  reminder: (reminder: ProofReminder): string => restoresWords.reminder.now(reminder),
  checkedAt: (at: string): string => `Checked ${formatWhen(at)}:`,
  stale: restoreWords.checks.stale,
  questions: (open: number, all: number): string =>
    `Checklist, ${countOf(all - open, 'question')} of ${String(all)} answered:`,
} as const;
