import type { Answer, Overrule, ProofOutcome, RestoreEvent, RestorePurpose } from '../../proof';
import type { Grade } from '../../run';
import { countOf, formatWhen } from '../format';
import { gradeWords } from '../grades';

const answerNames: Readonly<Record<Answer, string>> = {
  yes: 'Yes',
  no: 'No',
  'not-applicable': 'Not applicable',
};

const overruled: Readonly<Record<Overrule['what'], string>> = {
  repair: 'Gone on without a finished repair',
  checks: 'Gone on although a check failed',
  'not-proven': 'To go online although it is not proven',
  connected: 'Made sure that nobody is connected',
};

const happened: Readonly<Record<RestoreEvent['what'], string>> = {
  begun: 'Begun',
  checked: 'Checked',
  answered: 'Answered',
  evidence: 'Evidence',
  overruled: 'Went on against advice',
  signed: 'Signed',
  online: 'Brought online',
  'swapped-back': 'Swapped back',
};

/** One restore or proof: its stages, from the verified bag to the signature. */
export const restoreWords = {
  crumb: 'Restores and proofs',
  title: (purpose: RestorePurpose, name: string): string =>
    purpose === 'restore' ? `Restore of ${name}` : `Proof of the backup of ${name}`,
  loading: 'Restore',
  show: 'Show the folder',
  saved: 'Everything is kept at once: stop at any point, and go on tomorrow.',
  about: 'About this restore',
  facts: { bag: 'Bag', grade: 'Grade', begun: 'Begun', copy: 'The private copy lies in' },
  working: 'It is being worked on.',
  starting: 'It is being verified and copied.',
  stages: 'The way to the proof',
  stageNames: {
    staged: 'Verify and copy',
    repair: 'Repair',
    checks: 'Automatic checks',
    answers: 'Your checklist',
    sign: 'Sign',
    online: 'Bring online',
  },
  states: {
    done: 'done',
    now: 'now',
    waiting: 'waiting',
    'not-needed': 'not needed',
    overruled: 'gone on without',
  },

  staged: (verifiedAt: string): string =>
    `Every byte of the bag was read and compared with its checksum, ${formatWhen(verifiedAt)}, and the private copy was made of it.`,

  repair: {
    needed: (grade: Grade): string =>
      `The bag is of grade ${gradeWords[grade].name}: the copy has to be repaired before anybody works with it.`,
    notNeeded: (grade: Grade): string =>
      `Not needed: the bag is of grade ${gradeWords[grade].name}. It can be repaired all the same.`,
    done: 'The repair is finished.',
    goOn: 'Go on with the repair',
    open: 'Open the repair',
    without: 'Go on without a repair…',
  },

  checks: {
    first: 'Files, sizes, markers, logs and what the tools said last. Nothing is changed by it.',
    check: 'Check the copy',
    again: 'Check again',
    starting: 'Starting…',
    stale: 'The copy was changed since it was checked. Check it again.',
    at: (time: string): string => `Checked ${formatWhen(time)}.`,
    list: 'Automatic checks',
    failed: (count: number): string =>
      `${countOf(count, 'check')} failed. Such a copy must not go online; what is signed of it is “not proven”.`,
    without: 'Go on all the same…',
    waits: 'It is checked when the repair is done.',
  },

  answers: {
    waits: (count: number): string =>
      `${countOf(count, 'question')}: to be answered when the copy is checked.`,
    text: 'Do what each point says with a second copy of the private one, never with the post office itself, and answer. Whatever is written into the private copy would have to be checked again. A note or a picture helps whoever reads the certificate in a year.',
    who: 'Who answers',
    progress: (done: number, all: number): string => `${done} of ${all} answered`,
    progressLabel: 'Checklist, how far it is',
    list: 'Checklist',
    names: answerNames,
    label: (place: number, question: string): string => `${place}. ${question}`,
    note: 'Note',
    noteOf: (place: number): string => `Note on point ${place}`,
    noteHelp: 'Need not be filled in.',
    said: (answer: Answer, by: string, at: string): string =>
      `${answerNames[answer]}, said by ${by}, ${formatWhen(at)}.`,
    takeBack: 'Take the answer back',
    takeBackOf: (place: number): string => `Take the answer back: point ${place}`,
    no: 'Not proven: one “no” is enough.',
    noNext:
      'Repair the copy once more and check it again, or take an older bag. If it stays so, go on and sign it: it is worth knowing that this backup does not work.',
    attach: 'Attach a file…',
    attachTo: (place: number): string => `Attach a file to point ${place}`,
    attached: (place: number): string => `Files attached to point ${place}`,
    remove: 'Remove',
    removeOne: (name: string): string => `Remove ${name}`,
  },

  sign: {
    waits: 'It is signed when every point is answered.',
    outcomes: { proven: 'Proven', 'not-proven': 'Not proven' } satisfies Record<ProofOutcome, string>,
    comesTo: 'What it comes to',
    proven: 'Every check is good, and no point was answered with no: this backup works.',
    notProven:
      'A check failed, a point was answered with no, or the copy was not repaired: it is not shown that this backup works.',
    meaning:
      'With your name you say that you looked at this copy yourself, and that every answer is what you saw. The certificate is written beside the bag; nothing of it can be changed afterwards.',
    confirm: {
      proven: 'Sign that it is proven',
      'not-proven': 'Sign that it is not proven',
    } satisfies Record<ProofOutcome, string>,
    signing: 'Writing the certificate…',
    signed: (by: string, at: string): string => `Signed by ${by}, ${formatWhen(at)}.`,
    certificate: 'Open the certificate',
    next: {
      proven:
        'The certificate lies beside the bag, and names the bag, its grade, the repair and each answer.',
      'not-proven':
        'The certificate lies beside the bag and says so. Prove an older bag, or make a new backup and prove that.',
    } satisfies Record<ProofOutcome, string>,
  },

  overrule: {
    titles: {
      repair: 'Go on without a finished repair?',
      checks: 'Go on although a check failed?',
      'not-proven': 'Bring it online although it is not proven?',
      connected: 'Is nobody connected?',
    } satisfies Record<Overrule['what'], string>,
    texts: {
      repair:
        'Files of different moments do not fit together: messages may be lost or unreadable, and work may damage more. What is signed of such a copy is “not proven”.',
      checks:
        'Postbag advises against it. What is signed of such a copy is “not proven”, whatever else is found.',
      'not-proven': 'Nobody has shown that this copy works. People would work with it from then on.',
      connected:
        'Postbag cannot see who is connected there. Make sure at the server that nobody has a file of it open: whoever has would go on writing into the one that is moved aside.',
    } satisfies Record<Overrule['what'], string>,
    reason: 'Why',
    reasonHelp: 'It stands in the certificate, with your name.',
    reasonMissing: 'Say why.',
    confirm: {
      repair: 'Go on without it',
      checks: 'Go on all the same',
      'not-proven': 'Allow it to go online',
      connected: 'Nobody is connected',
    } satisfies Record<Overrule['what'], string>,
    leave: 'Do not go on',
    done: (what: Overrule['what'], by: string, at: string): string =>
      `${overruled[what]}: decided by ${by}, ${formatWhen(at)}.`,
  },

  history: {
    title: 'What happened',
    columns: { at: 'When', what: 'What', by: 'Who' },
    what: (what: RestoreEvent['what']): string => happened[what],
  },

  remove: {
    open: 'Remove…',
    title: (name: string): string => `Remove the private copy of ${name}?`,
    text: 'The private copy is removed, with its repair and with every answer that is not signed. The bag and its certificates stay as they are, and so does what was brought online.',
    confirm: 'Remove it',
    leave: 'Keep it',
    removed: 'The private copy was removed',
  },
} as const;
