import type { FindingCode } from '../../finding';
import type { ToolFailure, ToolReason } from '../../tools';
import { countOf, formatBytes } from '../format';
import { toolTrouble } from '../tools';
import { say, type Words } from './say';

/** What to do next about a tool that did not run, or not to its end. */
const nextFor: Readonly<Record<ToolFailure, string>> = {
  missing: 'Show where it is, then run the step again.',
  refused: 'Show the right program, or choose another way to run it, then run the step again.',
  'did-not-run': 'Run the self-test of what runs it, then run the step again.',
  timeout:
    'If it may have waited for an answer, let DOSBox show its window. If it was still at work, allow it more time. Then run the step again.',
  cancelled: 'Run the step again when you want to.',
  flooded: 'See what it printed last, change the command line if need be, and run the step again.',
  'output-lost': 'Make room on the disk, then run the step again.',
  ended: 'Run the step again. If it happens again, try another way to run it.',
};

/** Repairing a copy. */
export const repairFindingWords = {
  'repair-unknown': () =>
    say(
      'There is no such repair.',
      'It was removed, or the disk that it lies on is not connected.',
      'Connect the disk, or begin a new repair from the bag.',
    ),
  'repair-damaged': (p) =>
    say(
      `The private copy of ${p('postOffice')} is not as the last step left it.`,
      p('reason') === ''
        ? 'A file in it was changed, added or removed by somebody else, or it is gone.'
        : `It could not be looked at (${p('reason')}).`,
      'Remove this repair and begin a new one from the bag; the bag is untouched.',
    ),
  'repair-not-there': () =>
    say(
      'There is nothing of that name in this repair.',
      'Steps are called as they are listed.',
      'Look at the repair and use one of the names in its list.',
    ),
  'bag-has-no-format': (p) =>
    say(
      `What is in the bag ${p('bag')} is not known.`,
      'It was made elsewhere, or what it says about itself cannot be read; so nobody can say which tools belong to it.',
      'Take a bag that Postbag made.',
    ),
  'workbench-not-writable': (p) =>
    say(
      `No private copy can be made in ${p('folder')}.`,
      `The system refused it (${p('reason')}).`,
      'Choose another folder for private copies on the page Repair tools.',
    ),
  'workbench-tight': (p, n) =>
    say(
      `${p('folder')} has ${formatBytes(n('free'))} free; up to ${formatBytes(n('needed'))} more may be needed.`,
      'Before each step the copy is kept as it is, so that the step can be taken back. File systems that can clone files need almost nothing for that.',
      'Make room if you can. A step that finds too little does not begin, and the copy stays as it is.',
    ),
  'place-full': (p) =>
    say(
      `The disk of ${p('folder')} is full (${p('reason')}).`,
      'What was begun was taken back.',
      'Make room there, or choose another folder, and try again.',
    ),
  'tool-not-shown': (p) =>
    say(
      `Postbag does not know where ${p('tool')} is.`,
      'It is not in the folder of the repair tools, or no folder was shown.',
      'Show the folder, or the program itself, on the page Repair tools.',
    ),
  'line-missing': (p) =>
    say(
      `There is no command line for ${p('tool')} yet.`,
      'No source says how it goes, so Postbag does not make one up.',
      'Type it as the manual of your version says, or leave the step out.',
    ),
  'line-destructive': (p) =>
    say(
      `This command line removes mail: ${p('line')}`,
      'It has a DELETE parameter. Before release 5.11 the same line removed messages from all folders, not from one.',
      `Take the parameter out; or, if that is what you want, type the name of the post office: ${p('postOffice')}.`,
    ),
  'password-needed': (p) =>
    say(
      `The password of the post office ${p('postOffice')} is needed.`,
      'The command line hands it to the tool.',
      'Type it; it is never shown again, and stands in no file.',
    ),
  'not-the-next-step': () =>
    say(
      'That step is not the next one.',
      'Steps are taken in order: what a later one does depends on those before it.',
      'See which step is next, and begin with that.',
    ),
  'not-to-take-back': () =>
    say(
      'That step cannot be taken back.',
      'Only the last step that was run can be, and only while the state before it is kept.',
      'Take back the later steps first, or begin a new repair from the bag.',
    ),
  'tool-not-run': (p, _n, params) =>
    say(
      `${p('name')} did not run to its end.`,
      `${toolTrouble({ code: p('trouble') as ToolReason, params })} The copy is as it was before.`,
      nextFor[p('failure') as ToolFailure],
    ),
  'tool-complaint': (p, n) =>
    say(
      `${p('tool')}: ${p('text')}`,
      n('count') > 1
        ? `It said something like that ${countOf(n('count'), 'time')}.`
        : 'That is what the tool said.',
      'See the output of that step, and whether later steps have put it right.',
    ),
  'tool-complaints-more': (p, n) =>
    say(
      `${p('tool')} complained in ${countOf(n('count'), 'other way')} as well.`,
      'There are too many to list each.',
      'See the output of that step.',
    ),
  'output-not-understood': (p, n) =>
    say(
      `${countOf(n('lines'), 'line')} that ${p('tool')} printed ${n('lines') === 1 ? 'fits' : 'fit'} no rule.`,
      n('lines') === 0
        ? 'It printed nothing, or nothing that says how it went.'
        : 'Postbag does not guess whether that is good.',
      'Read the output. If it is good, say so with your name; if not, take the step back.',
    ),
  'tool-left-nothing': (p) =>
    say(
      `${p('tool')} changed nothing in the copy.`,
      'Either there was nothing to do, or it worked somewhere else or not at all.',
      'See what it said.',
    ),
  'tool-removed-files': (p, n) =>
    say(
      `${p('tool')} removed ${countOf(n('count'), 'file')} from the copy: ${p('files')}.`,
      'Some tools leave work files behind and clear them away; a database file must not be among them.',
      'If it should still be there, take the step back.',
    ),
  'step-left-out': (p) =>
    say(
      `${p('tool')} was left out.`,
      p('by') === ''
        ? 'It is run only if an earlier step finds something that it did not find, or has no command line.'
        : `${p('by')} decided that${p('note') === '' ? '' : `: ${p('note')}`}.`,
      'Nothing to do.',
    ),
  'secret-not-kept': () =>
    say(
      'The password cannot be kept.',
      'The operating system has no key store that Postbag can use here, and passwords are kept nowhere else.',
      'Type it each time. On Linux, install and unlock a keyring (GNOME Keyring or KWallet).',
    ),
  'rule-invalid': (p) =>
    say(
      `The rule ${p('pattern')} cannot be used.`,
      `It is no regular expression (${p('reason')}).`,
      'Mend it, or leave it out.',
    ),
} as const satisfies Partial<Record<FindingCode, Words>>;
