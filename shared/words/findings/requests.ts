import type { FindingCode } from '../../finding';
import type { PatternFault } from '../../postoffice';
import { patternFaultWords } from '../postoffice';
import { say, type Words } from './say';

/** Settings, practice, and what a person asked for. */
export const requestWords = {
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
} satisfies Partial<Record<FindingCode, Words>>;
