import type { FindingCode } from '../../finding';
import { countOf, formatBytes } from '../format';
import { say, type Words } from './say';

/** What may stop a run before it touched anything. */
export const beforeWords = {
  'not-a-post-office': (p) =>
    say(
      `${p('path')} is not a post office.`,
      'None of the database files that make up a post office is there.',
      'Choose the folder that holds the files themselves, often called CCDATA.',
    ),
  'post-office-mixed': (p) =>
    say(
      `${p('path')} holds the files of two formats.`,
      'Files of DB6 and of DB8 lie side by side, as in the middle of a conversion.',
      'Finish or undo the conversion first, or move the files of one format elsewhere.',
    ),
  'post-office-partial': (p) =>
    say(
      `The post office in ${p('path')} is not complete.`,
      `Missing: ${p('missing')}. Without it the set is damaged or only part of a copy.`,
      'Look for the missing file. If there is a backup from before it went missing, keep that backup safe.',
    ),
  'post-office-undecided': (p) =>
    say(
      `The format of the post office in ${p('path')} cannot be told.`,
      'Only auxiliary files were found, none that decides between DB6 and DB8.',
      'If you know the format, choose it when you add the post office.',
    ),
  'post-office-mobile': (p) =>
    say(
      `${p('path')} is the local post office of a travelling user.`,
      'Its folder has the name LOCALPO, which every Mobile post office has. It is one person’s copy, not the shared post office.',
      'Choose the shared post office on the server instead.',
    ),
  'post-office-not-found': (p) =>
    say(
      `The folder ${p('path')} is not there.`,
      'It was moved, renamed, or its drive or network share is not connected.',
      'Connect the drive or share and try again, or take the post office off the list and add it where it lies now.',
    ),
  'post-office-unreadable': (p) =>
    say(
      `The folder ${p('path')} could not be read.`,
      `The system refused it (${p('reason')}).`,
      'Sign in with an account that may read this folder, then try again.',
    ),
  'post-office-unknown': (p) =>
    say(
      `There is no post office called “${p('name')}” on the list.`,
      'It was never added, or it was taken off.',
      'Give the name of one on the list, or the path of its folder.',
    ),
  'no-user-files': () =>
    say(
      'There are no user files.',
      'Nobody has a mailbox here, or user files have names that the patterns do not know.',
      'If people do have mailboxes here, correct the pattern for user files of this post office.',
    ),
  'nothing-to-copy': (p) =>
    say('There is nothing to copy.', `${p('path')} holds no files.`, 'Choose another folder.'),
  'names-collide': (p, n) =>
    say(
      `${countOf(n('count'), 'file name')} cannot be told apart on Windows: ${p('names')}.`,
      'The names differ in upper and lower case only.',
      'The bag keeps them apart here; restore it on a system that does so too, or rename one of them.',
    ),
  'unrecognised-files': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} of unknown purpose ${n('count') === 1 ? 'is' : 'are'} copied with the user files: ${p('names')}.`,
      'No pattern of the format fits them. Nothing is ever dropped because it is unknown.',
      'If you know what they are, say so in the patterns of this post office.',
    ),
  'shutdown-marker-left-out': (p) =>
    say(
      `The marker ${p('path')} is there and is left out of the bag.`,
      'It says that the live post office is shut down at this moment. In a restored copy it would keep people out.',
      'Nothing. If nobody meant to shut the post office down, ask who left the marker.',
    ),
  'special-file-left-out': (p, n) =>
    say(
      `${countOf(n('count'), 'link or device', 'links or devices')} ${n('count') === 1 ? 'was' : 'were'} left out: ${p('names')}.`,
      'A post office is made of plain files. Links are never followed, so that nothing from elsewhere gets into a bag.',
      'If one of them should be in the backup, put the file itself there.',
    ),
  'name-not-possible': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} cannot be put into a bag because of ${n('count') === 1 ? 'its name' : 'their names'}: ${p('names')}.`,
      'Not every system could hold such a name, or it could lead out of the folder into which a bag is restored.',
      'Rename the file if it belongs to the post office, or move it elsewhere, and make another backup.',
    ),
  'vault-not-found': (p) =>
    say(
      `The vault ${p('path')} is not there.`,
      'Its drive or network share is not connected, or the folder was renamed.',
      'Connect it and try again, or choose another vault.',
    ),
  'vault-unknown': (p) =>
    say(
      `There is no vault ${p('path')} on the list.`,
      'It was never added, or it was taken off.',
      'Add it on the Bags screen, or give the path of a folder.',
    ),
  'vault-not-writable': (p) =>
    say(
      `Nothing can be written to the vault ${p('path')}.`,
      `The system refused it (${p('reason')}).`,
      'Make the folder writable for your account, or choose another vault.',
    ),
  'vault-inside-post-office': (p) =>
    say(
      `The vault ${p('vault')} lies inside the post office.`,
      'A backup inside the folder that it saves is lost together with it, and would be copied into itself.',
      'Choose a folder outside the post office, best on another disk.',
    ),
  'post-office-inside-vault': (p) =>
    say(
      `The post office lies inside the vault ${p('vault')}.`,
      'Bags and live files must not lie in one another.',
      'Choose a folder of its own as the vault, best on another disk.',
    ),
  'same-disk': (p) =>
    say(
      `The vault is on the same disk as the post office (${p('disk')}).`,
      'If that disk fails, the mail and its backup are lost together.',
      'Go on if you must, but copy the bag to another disk afterwards, or choose a vault elsewhere.',
    ),
  'disks-unknown': (p) =>
    say(
      'The system did not list its disks.',
      `Whether post office and vault share a disk was decided by other means (${p('reason')}).`,
      'Make sure yourself that the vault is on another disk than the post office.',
    ),
  'not-enough-space': (_p, n) =>
    say(
      `The vault has ${formatBytes(n('free'))} free; ${formatBytes(n('needed'))} are needed.`,
      'The bag would not fit.',
      'Make room in the vault or choose another one. Postbag never removes a bag by itself.',
    ),
  'space-tight': (_p, n) =>
    say(
      `The vault has ${formatBytes(n('free'))} free; ${formatBytes(n('needed'))} will do if unchanged files can be shared, ${formatBytes(n('most'))} are needed if not.`,
      'Sizes and times say that most files are as they were in the newest bag, but content decides.',
      'Make room in the vault if you can. A run that finds too little takes back what it began.',
    ),
  'already-running': (p) =>
    say(
      `Another run is busy with ${p('postOffice')}.`,
      `One run at a time may work on a post office; process ${p('pid')} has it since ${p('since')}.`,
      'Wait until that run has ended, or cancel it.',
    ),
} satisfies Partial<Record<FindingCode, Words>>;
