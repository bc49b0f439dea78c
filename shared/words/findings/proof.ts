import type { FindingCode } from '../../finding';
import type { AutoCheckId } from '../../proof';
import { checkWords } from '../checks';
import { countOf } from '../format';
import { say, type Words } from './say';

/** Proofs, and bringing a copy online. */
export const proofFindingWords = {
  'repair-first': (p) =>
    say(
      `The copy of ${p('postOffice')} has to be repaired first.`,
      'It was made while people were at work, so mail and the pointers to it may not fit together.',
      'Finish the repair; or, if you know better, say why with your name: it will stand in the certificate.',
    ),
  'checks-first': () =>
    say(
      'The copy has to be checked first.',
      'It was not checked yet, or it was changed since.',
      'Run the automatic checks.',
    ),
  'check-failed': (p, _n, params) => {
    const words = checkWords[p('check') as AutoCheckId];
    return say(`${words.name}: ${words.failed(params)}`, words.explained, words.next);
  },
  'check-warning': (p, _n, params) => {
    const words = checkWords[p('check') as AutoCheckId];
    return say(`${words.name}: ${words.failed(params)}`, words.explained, words.next);
  },
  'answers-first': (_p, n) =>
    say(
      `${countOf(n('count'), 'question')} of the checklist ${n('count') === 1 ? 'is' : 'are'} not answered yet.`,
      'A proof says for every point whether somebody has looked.',
      'Answer each with yes, no or not applicable.',
    ),
  'not-proven': () =>
    say(
      'It is not proven that this backup works.',
      'A question was answered with no, or a check failed.',
      'Take an older bag or repair once more; or, if it must be, say why it is to go online with your name.',
    ),
  'already-signed': () =>
    say('This proof is signed.', 'What was signed is not changed any more.', 'Begin a new proof of the bag.'),
  'not-signed': () =>
    say(
      'This restore is not signed yet.',
      'Nothing goes online before somebody has put a name to it.',
      'Answer the checklist, and sign.',
    ),
  'only-a-proof': () =>
    say(
      'This was begun as a proof, not as a restore.',
      'A copy that is made to prove a backup is not brought online.',
      'Begin a restore of the bag.',
    ),
  'already-online': (p) =>
    say(
      `This copy is online already, in ${p('target')}.`,
      'What people have written there since would be moved aside with it.',
      'Swap back first; or begin a new restore of the bag.',
    ),
  'reason-needed': () =>
    say('A reason is needed.', 'It stands in the certificate, with your name.', 'Type why.'),
  'proof-not-written': (p) =>
    say(
      `The proof could not be written beside the bag: ${p('folder')}.`,
      `The system refused it (${p('reason')}).`,
      'Connect the vault, or have somebody give you the right to write there, and sign again.',
    ),
  'evidence-not-kept': (p) =>
    say(
      `${p('name')} could not be kept as evidence.`,
      p('reason') === 'EFBIG' ? 'It is larger than 25 MB.' : `The system refused it (${p('reason')}).`,
      'Choose a smaller file, or one that can be read.',
    ),
  'target-connected': (p, n) =>
    say(
      `${countOf(n('count'), 'connection')} to ${p('target')}: ${p('who')}.`,
      'Whoever is connected would go on writing into the post office that is moved aside.',
      'Have everybody log out, stop Router and gateways, and try again.',
    ),
  'target-not-seen': (p) =>
    say(
      `Who is connected to ${p('target')} cannot be seen from here.`,
      'Somebody may have files of it open.',
      'Make sure at the server that nobody is; then say so with your name.',
    ),
  'target-other-volume': (p) =>
    say(
      `${p('target')} is a volume of its own.`,
      'It cannot be moved aside in one step, so a power cut could leave half of it.',
      'Bring the copy online in another folder, and share that one.',
    ),
  'target-in-use': (p) =>
    say(
      `${p('target')} could not be moved aside (${p('reason')}).`,
      'A program has a file of it open, or works in it. Nothing was changed.',
      'End that program and try again.',
    ),
  'target-not-writable': (p) =>
    say(
      `Nothing can be written beside ${p('target')}.`,
      `The system refused it (${p('reason')}).`,
      'Have somebody give you the right to write there, or choose another place.',
    ),
  'target-is-bag': (p) =>
    say(
      `${p('target')} belongs to a bag or to Postbag itself.`,
      'A post office there would damage it.',
      'Choose another place.',
    ),
  'online-differs': (p) =>
    say(
      `${p('path')} beside the place is not as in the copy.`,
      'It was changed while it was copied, or the disk does not keep what is written to it.',
      'Nothing was swapped. Check the disk and try again.',
    ),
  'moved-aside': (p) =>
    say(
      `What was there before lies in ${p('aside')} now.`,
      'It was moved, not changed, and one button swaps both again.',
      'Keep it until everybody has worked with the restored post office for a while.',
    ),
  'nothing-to-swap': () =>
    say(
      'There is nothing to swap back.',
      'The copy is not online, was swapped back already, or nothing was there before; or the old post office is gone from where it was moved to.',
      'See where the folders lie.',
    ),
} as const satisfies Partial<Record<FindingCode, Words>>;
