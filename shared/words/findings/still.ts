import type { FindingCode } from '../../finding';
import { countOf, formatBytes } from '../format';
import { stillName } from '../still';
import { say, type Words } from './say';

const resyncWords: Readonly<Record<string, string>> = {
  all: 'All of it has to be copied when it is joined again.',
  changes: 'Only what has changed has to be copied when it is joined again.',
};

/** Snapshots and mirrors. */
export const stillFindingWords = {
  'still-unavailable': (p) =>
    say(
      p('method') === 'mirror'
        ? 'There is no mirror here that Postbag can break.'
        : 'No snapshot of this post office can be made here.',
      p('reason'),
      'Put that right, or choose another method.',
    ),
  'still-not-made': (p) =>
    say(
      `It did not work: ${stillName(p('provider'))}.`,
      p('reason'),
      'Whatever had been begun was taken back. Put that right, or copy with another method.',
    ),
  'still-lost': (p) =>
    say(
      `What was being copied from was lost: ${stillName(p('provider'))}.`,
      p('reason'),
      'Nothing of this run was kept. Give it more room, choose an hour with less traffic, or copy with another method.',
    ),
  'copied-open-instead': (p) =>
    say(
      'It was copied while open instead.',
      `${stillName(p('provider'))} was asked for: ${p('reason')}`,
      'The grade says what this copy is worth. Put that right before the next backup.',
    ),
  'not-calm': (p, n) =>
    say(
      `There was no pause of ${countOf(n('seconds'), 'second')} between writes.`,
      `It was waited for ${countOf(n('minutes'), 'minute')}; ${countOf(n('count'), 'file')} moved, the last of them: ${p('names')}.`,
      'Nothing was made. Choose a quieter hour, a longer limit, or let it go on without a pause: all files are of one instant all the same.',
    ),
  'taken-while-writing': (p, n) =>
    say(
      'It was made while people were writing.',
      `There was no pause of ${countOf(n('seconds'), 'second')}; written last: ${p('names')}.`,
      'All files are of the instant at which it was made. What was half done then is half done in the copy: repair it before use, as always.',
    ),
  'exact-in-a-pause': (p) =>
    say(
      `${stillName(p('provider'))}: all files are of one instant only if nothing is written while it is made.`,
      'Those who write are not held up in that moment. It is seen whether anybody did, and if so it is made again in the next pause.',
      'If no pause comes, or none is waited for, the grade is Loose. Choose an hour in which people rest now and then.',
    ),
  'written-while-made': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} moved in the moment in which it was made: ${p('names')}.`,
      `${stillName(p('provider'))}: what is written in that moment may be in one file and missing from another, and the end of a growing file may be empty.`,
      'So the grade is Loose. Choose an hour with pauses between writes, or another way to make it stand still.',
    ),
  'spans-volumes': (p, n) =>
    say(
      `The post office lies on ${countOf(n('count'), 'volume')}: ${p('volumes')}.`,
      'They are made to stand still one after the other, so not all files are of the same instant.',
      'The best grade is Per file. Put the post office on one volume, or shut it down for the backup.',
    ),
  'snapshot-space-low': (p, n) =>
    say(
      `The snapshot of ${p('volume')} has room for ${formatBytes(n('freeBytes'))} of changes.`,
      'If people write more than that before the copy is made, the snapshot is lost.',
      'Choose a quiet hour, or free some room in the volume group.',
    ),
  'mirror-alone': (p) =>
    say(
      `From breaking ${p('volume')} until it is in step again there is one disk alone.`,
      resyncWords[p('resync')] ?? 'How much has to be copied when it is joined again is not known here.',
      'A disk that fails then loses what people have written since. Have a recent backup at hand.',
    ),
  'resync-not-watched': (p) =>
    say(
      `${p('volume')} is joined again, and was not in step when it was watched last.`,
      p('percent') === '' ? 'How far it had come could not be seen.' : `It had come to ${p('percent')} %.`,
      'It goes on by itself. See later that both halves are in step.',
    ),
  'resync-failed': (p) =>
    say(
      `Whether ${p('volume')} is in step again could not be seen.`,
      p('reason'),
      'Look at the mirror with its own tools, now: until both halves are in step there is one disk alone.',
    ),
} satisfies Partial<Record<FindingCode, Words>>;
