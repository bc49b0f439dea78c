import type { FindingCode } from '../../finding';
import type { BagProblemKind } from '../../bag';
import { bagProblemText } from '../bag';
import { countOf } from '../format';
import { say, type Words } from './say';

/** Bags. */
export const bagWords = {
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
  'bag-file-damaged': (p) =>
    say(
      `${p('path')} in the bag is not what its manifest says.`,
      `It is damaged, missing, or cannot be read (${p('reason')}). Nothing was left in the folder it was to go to.`,
      'Verify the bag to see all that is wrong with it, and take the files from another bag.',
    ),
  'landing-not-empty': (p) =>
    say(
      `The folder ${p('path')} is not empty.`,
      'Files are only ever copied out into a new or an empty folder, so that nothing is mixed or overwritten.',
      'Choose another folder.',
    ),
  'landing-not-writable': (p) =>
    say(
      `Nothing can be written to ${p('path')}.`,
      `The system refused it (${p('reason')}).`,
      'Choose another folder, or have somebody give you the right to write there.',
    ),
  'landing-in-vault': (p) =>
    say(
      `The folder ${p('path')} lies in a bag.`,
      'A sealed bag is never changed.',
      'Choose a folder outside of the vault.',
    ),
} satisfies Partial<Record<FindingCode, Words>>;
