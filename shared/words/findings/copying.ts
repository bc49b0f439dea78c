import type { FindingCode } from '../../finding';
import type { GroupId } from '../../postoffice';
import { countOf, formatBytes, formatCount } from '../format';
import { groupWords } from '../postoffice';
import { say, type Words } from './say';

/** Why a copy was not proven to be of one instant. */
function unsettledWhy(p: (name: string) => string, n: (name: string) => number): string {
  if (p('end') === 'unread') return `${countOf(n('unread'), 'file')} could not be read again.`;
  const limit =
    p('end') === 'minutes'
      ? `${countOf(n('minutes'), 'minute')} had passed`
      : `the set had been read again ${countOf(n('passes'), 'time')}`;
  if (n('unread') > 0) return `When ${limit}, there were still files that could not be read.`;
  return `People went on writing: when ${limit}, ${countOf(n('count'), 'file')} had still moved since the reading before: ${p('names')}.`;
}

/** What of a file is locked: without a range, all of it. */
function lockedPart(n: (name: string) => number): string {
  return n('to') === 0 ? 'it' : `bytes ${formatCount(n('from'))} to ${formatCount(n('to') - 1)} of it`;
}

/** What happens while files are copied and settle. */
export const copyingWords = {
  'file-unreadable': (p) =>
    say(
      `${p('path')} could not be read and is not in the bag.`,
      `The system refused it (${p('reason')}).`,
      'Find out who holds the file or whether the disk is failing, then make another backup.',
    ),
  'file-vanished': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} disappeared during the run and ${n('count') === 1 ? 'is' : 'are'} not in the bag: ${p('names')}.`,
      'They were there when the run began, and were deleted or renamed since. The bag has the set as it is now.',
      'If a user was removed on purpose, nothing. Otherwise look for the files; an older bag may have them.',
    ),
  'file-locked': (p, n) =>
    say(
      `${p('path')} stayed locked and is not in the bag.`,
      `Another program or user keeps everybody else from reading ${lockedPart(n)} (${p('reason')}). Postbag reads in the way that is called deny none, and waited ${p('seconds')} s.`,
      'Find out who holds the file and have it closed, then make another backup. What is held open without a lock is no trouble.',
    ),
  'lock-waited': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} had to be waited for: ${p('names')}.`,
      'Another program or user had locked them for a while.',
      'Nothing: they were read as soon as they were free.',
    ),
  'moved-and-settled': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} changed while the copy was made, and the copy followed: ${p('names')}.`,
      `The set was read again, ${countOf(n('passes'), 'time')} in all, until nothing had moved between two readings.`,
      'Nothing: the copy is equal to the set at one instant.',
    ),
  'not-settled': (p, n) =>
    say(
      'That all files are from one instant could not be proven.',
      unsettledWhy(p, n),
      'Treat the start of the last reading as the recovery point, and repair the copy before anybody works with it. For a better grade, back up when it is quieter or allow more passes.',
    ),
  'group-copied-again': (p) =>
    say(
      `${groupWords[p('group') as GroupId].name} were copied again.`,
      'A person asked for it before the bag was sealed.',
      'Nothing: the groups behind it were read again too, so that the order was kept.',
    ),
  resumed: (p, n) =>
    say(
      `This run went on from one that was cut short: ${countOf(n('files'), 'file')}, ${formatBytes(n('bytes'))} did not have to be copied again.`,
      'Every file was read again first; only those whose content was still the same were kept.',
      'Nothing: the grade says how consistent the whole copy is.',
    ),
  'older-bag-damaged': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} in an older bag ${n('count') === 1 ? 'is' : 'are'} damaged: ${p('names')} in ${p('bag')}.`,
      'This bag was to share them. When they were read, they were not what that bag’s manifest says. They were copied anew, so this bag is whole.',
      'Verify the older bag, and have the disk of the vault checked.',
    ),
  'required-file-missing': (p) =>
    say(
      `${p('path')} is not in the copy, so there is no backup.`,
      `A post office cannot be restored without this file (${p('reason')}).`,
      'Find out why it could not be read, then run the backup again.',
    ),
  'post-office-lost': (p) =>
    say(
      `The post office ${p('path')} went away in the middle.`,
      'Its drive or network share was disconnected.',
      'Connect it again and start the backup again; it goes on from what was copied.',
    ),
  'no-space': (p) =>
    say(
      `The vault ran full (${p('reason')}).`,
      'Something else filled the disk while the copy was made, or the post office grew.',
      'Make room in the vault or choose another one. The unfinished bag was removed.',
    ),
  'vault-lost': (p) =>
    say(
      `The vault ${p('path')} went away in the middle.`,
      'Its drive or network share was disconnected.',
      'Connect it again and start the backup again; it goes on from what was copied.',
    ),
  'write-failed': (p) =>
    say(
      `${p('path')} could not be written to the vault.`,
      `The system refused it (${p('reason')}).`,
      'Check the disk of the vault, or choose another vault.',
    ),
  'copy-differs': (p) =>
    say(
      `What was written of ${p('path')} is not what was read.`,
      'The vault’s disk, cable or memory returned other bytes than it was given.',
      'Do not trust this disk. Choose another vault and have this one checked.',
    ),
} satisfies Partial<Record<FindingCode, Words>>;
