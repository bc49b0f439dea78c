import type { BagProblemKind } from '../bag';
import type { FindingCode } from '../finding';
import type { PatternFault } from '../postoffice';
import type { UndoAction } from '../run';
import type { Params } from '../severity';
import { bagProblemText } from './bag';
import { countOf, formatBytes, formatCount } from './format';
import { patternFaultWords } from './postoffice';
import { pendingUndoSentence } from './steps';

/** What happened, why, and what to do next; three short sentences for a person. */
export interface FindingWords {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

type Words = (p: (name: string) => string, n: (name: string) => number, params: Params) => FindingWords;
const say = (what: string, why: string, next: string): FindingWords => ({ what, why, next });

const words: Readonly<Record<FindingCode, Words>> = {
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
  'already-running': (p) =>
    say(
      `Another run is busy with ${p('postOffice')}.`,
      `One run at a time may work on a post office; process ${p('pid')} has it since ${p('since')}.`,
      'Wait until that run has ended, or cancel it.',
    ),
  'file-unreadable': (p) =>
    say(
      `${p('path')} could not be read and is not in the bag.`,
      `The system refused it (${p('reason')}).`,
      'Find out who holds the file or whether the disk is failing, then make another backup.',
    ),
  'file-vanished': (p) =>
    say(
      `${p('path')} disappeared before it was copied.`,
      'It was there when the run began, and was deleted or renamed since.',
      'If a user was removed on purpose, nothing. Otherwise look for the file.',
    ),
  'file-appeared': (p, n) =>
    say(
      `${countOf(n('count'), 'new file')} appeared during the run and ${n('count') === 1 ? 'is' : 'are'} not in the bag: ${p('names')}.`,
      'A bag holds the files that were there when the run began.',
      'Make another backup if these files matter.',
    ),
  'file-changed': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} changed while being copied: ${p('names')}.`,
      'Somebody wrote to them at that moment. The copy may hold older and newer parts side by side.',
      'Repair the copy before anybody works with it. To avoid this, back up when nobody is working.',
    ),
  'file-replaced': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} ${n('count') === 1 ? 'was' : 'were'} deleted or replaced by another of the same name: ${p('names')}.`,
      'The bag has the one that was there when it was copied.',
      'Make another backup when this work is finished.',
    ),
  'file-changed-after-copy': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} changed after being copied: ${p('names')}.`,
      'People went on working. The bag has the older state of these files.',
      'Repair the copy before anybody works with it. What was written since the start of the copy may be missing.',
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
      'Connect it again and start a new backup. The unfinished bag was removed.',
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
      'Connect it again. Postbag removes the unfinished bag as soon as it can, then start a new backup.',
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
  'not-settled': () =>
    say(
      'That all files are from one instant was not proven.',
      'They were read one after the other while the post office was open.',
      'Treat the start of the copy as the recovery point, and repair the copy before anybody works with it.',
    ),
  'bag-invalid': (p, n) =>
    say(
      `The bag ${p('bag')} is not valid: ${countOf(n('problems'), 'problem')}.`,
      'It is not the same as when it was sealed, or it was never complete.',
      'Do not restore from it. Keep it for examination, verify your other bags, and make a new backup today.',
    ),
  'bag-problem': (p, _n, params) =>
    say(
      bagProblemText({
        kind: p('kind') as BagProblemKind,
        severity: 'error',
        path: p('path') === '' ? null : p('path'),
        params,
      }),
      'A bag lists every file with its checksum, and this does not agree with what is there.',
      'See what the other findings say; a bag with an error in it is not to be restored from.',
    ),
  'bag-unknown': (p) =>
    say(
      `There is no such bag: ${p('bag')}.`,
      'It was moved or deleted, or its vault is not connected.',
      'Connect the vault and try again.',
    ),
  'bag-not-found': (p) =>
    say(
      `The bag ${p('bag')} is not there.`,
      'It was moved or deleted, or its vault is not connected.',
      'Connect the vault and try again.',
    ),
  'bag-name-taken': (p) =>
    say(
      `There is already something called ${p('bag')}.`,
      'A finished bag is never overwritten.',
      'Start the backup again; it gets a new name from the time of its start.',
    ),
  cancelled: () =>
    say(
      'The run was cancelled.',
      'A person asked for it.',
      'Nothing is left to do; what had been begun was taken back.',
    ),
  'process-died': (p) =>
    say(
      `An earlier run of ${p('postOffice')} ended without finishing.`,
      'Postbag or the computer was stopped in the middle of it.',
      'What it had begun was taken back. Start a new backup.',
    ),
  'process-died-done': (p) =>
    say(
      `An earlier run of ${p('postOffice')} was stopped at its very end, when its bag had just been sealed.`,
      'Postbag or the computer was stopped then. The bag had been read again before, and is complete.',
      'Nothing is left to do.',
    ),
  'undo-done': (p) =>
    say(
      `Removed the unfinished bag ${p('folder')}.`,
      'Its run did not finish, and an unfinished bag must not be taken for a finished one.',
      'Nothing is left to do.',
    ),
  'undo-failed': (p) =>
    say(
      `Something is still to be undone: ${pendingUndoSentence(p('action') as UndoAction, { folder: p('folder') })}`,
      `It failed: ${p('reason')}.`,
      'Connect the drive or share it lies on, then choose Try again. Postbag also tries at every start.',
    ),
  unexpected: (p) =>
    say(
      'Something unexpected went wrong.',
      p('reason'),
      'Try again. If it happens again, copy the log of the run and report it.',
    ),
  'settings-damaged': (p) =>
    say(
      'The settings were damaged and could not be read.',
      `The damaged file was kept as ${p('kept')}, and Postbag started with empty settings. No bag and no post office was touched.`,
      'Add your post offices and vaults again; your bags are all still in their vaults.',
    ),
  'settings-not-saved': (p) =>
    say(
      'The settings could not be saved.',
      `The system refused it (${p('reason')}).`,
      'Check that there is room on the disk and that your account may write to its own settings.',
    ),
  'name-taken': (p) =>
    say(
      `There is already a post office called “${p('name')}”, or this folder is on the list.`,
      'Names tell bags apart, so each may be used once.',
      'Choose another name.',
    ),
  'pattern-invalid': (p) =>
    say(
      `The pattern “${p('pattern')}” cannot be used.`,
      patternFaultWords[p('fault') as PatternFault],
      'Correct it and save again.',
    ),
  'folder-not-empty': (p) =>
    say(
      `The folder ${p('path')} is not empty.`,
      'A practice post office is only ever made in an empty or a new folder.',
      'Choose another folder.',
    ),
  'not-a-practice-post-office': (p) =>
    say(
      `${p('path')} is not a practice post office.`,
      'Only practice post offices made by Postbag can be checked this way or have simulated users.',
      'Choose a practice post office.',
    ),
  'practice-not-made': (p) =>
    say(
      `The practice post office could not be made in ${p('path')}.`,
      `The system refused it (${p('reason')}).`,
      'Choose another folder, or make room on that disk.',
    ),
  'practice-users-failed': (p) =>
    say(
      'The simulated users stopped unexpectedly.',
      p('reason'),
      'Start them again, or make a new practice post office.',
    ),
  'practice-busy': () =>
    say(
      'The simulated users are at work.',
      'Mail can be counted, and other simulated users can begin, only when nobody writes.',
      'Stop the simulated users first.',
    ),
  'bad-request': (p) =>
    say(
      'That could not be understood.',
      `The request ${p('verb')} came without what it needs, or with something else.`,
      'Start Postbag again. If it happens again, report it.',
    ),
  'folder-unknown': () =>
    say(
      'This folder is not known here.',
      'Only folders that were chosen in the system’s own window since the start are.',
      'Choose the folder again.',
    ),
  'plan-unknown': () =>
    say(
      'This plan is not known any more.',
      'A plan can be started once, and is forgotten when Postbag is closed.',
      'Make the plan again.',
    ),
  'run-unknown': (p) =>
    say(
      `There is no run ${p('runId')}.`,
      'Its journal was removed, or it belongs to another account.',
      'Choose a run from the list.',
    ),
};

/** The words of a finding, or of the error that a verb answered with. */
export function findingWords(finding: { readonly code: FindingCode; readonly params: Params }): FindingWords {
  return words[finding.code](
    (name) => {
      const value = finding.params[name];
      return typeof value === 'number' ? formatCount(value) : (value ?? '');
    },
    (name) => Number(finding.params[name] ?? 0),
    finding.params,
  );
}
