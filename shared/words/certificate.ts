import type { Answer, Overrule, ProofOutcome } from '../proof';
import { countOf } from './format';

/** A time as a certificate has it: the same for whoever reads it, wherever. */
export function utc(time: string): string {
  const when = new Date(time);
  if (Number.isNaN(when.getTime())) return time;
  return `${when.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The certificate of a restore test. */
export const certificateWords = {
  title: 'Certificate of a restore test',
  signed: (by: string, at: string): string => `Signed by ${by}, ${at}`,
  outcome: { proven: 'Proven', 'not-proven': 'Not proven' } satisfies Record<ProofOutcome, string>,
  meaning: {
    proven:
      'The backup named here was verified and restored to a private copy, which passed the automatic checks and was looked at by a person. No point was answered with no.',
    'not-proven':
      'The backup named here was restored to a private copy and looked at. That it works is not proven:',
  } satisfies Record<ProofOutcome, string>,
  whyNot: {
    check: (name: string): string => `automatic check failed: ${name}`,
    answer: (question: string): string => `answered with no: ${question}`,
    repair: 'the repair that the grade of the backup asks for was not finished',
  },
  tally: (
    count: Readonly<Record<'yes' | 'no' | 'notApplicable' | 'warnings' | 'overrules', number>>,
  ): string =>
    [
      `Answers: ${String(count.yes)} yes, ${String(count.no)} no, ${String(count.notApplicable)} not applicable.`,
      ...(count.warnings === 0 ? [] : [`Automatic checks to be looked at: ${String(count.warnings)}.`]),
      ...(count.overrules === 0 ? [] : [`Decided against advice: ${String(count.overrules)}.`]),
    ].join(' '),
  practice:
    'This is a practice post office, made by Postbag with simulated users to learn on. The certificate says nothing about the mail of real people.',

  backup: {
    title: 'The backup',
    postOffice: 'Post office',
    practiceKind: 'practice post office',
    format: 'Format',
    bag: 'Bag',
    grade: 'Grade',
    recoveryPoint: 'Recovery point',
    recoveryPointMeaning: 'What was written later may be missing from the backup.',
    unknownRecoveryPoint: 'not known',
    sealed: 'Sealed',
    manifest: 'SHA-256 of the manifest',
    tagManifest: 'SHA-256 of the tag manifest',
  },
  verification: {
    title: 'Verification',
    text: (at: string): string =>
      `On ${at} every byte of the bag was read and compared with its checksums. All were right. Then a private copy was made, and everything below was done with that copy, or with a copy of it.`,
  },
  repair: {
    title: 'Repair',
    text: (procedure: string, finished: boolean): string =>
      `Procedure: ${procedure}. ${finished ? 'It was finished.' : 'It was not finished.'} Passwords are masked.`,
    none: 'No tool was run. The grade of the backup does not ask for it.',
    noneNeeded: 'No tool was run, although the grade of the backup asks for a repair.',
    step: 'Step',
    line: 'Command line',
    said: 'What came of it',
    notRun: 'not run',
    complaints: (count: number): string => countOf(count, 'kind of complaint', 'kinds of complaints'),
    exitCode: (code: number): string => `exit code ${String(code)}`,
    goOn: (by: string, at: string): string => `Read and confirmed by ${by}, ${at}`,
    skipped: (by: string, at: string): string => `Left out by ${by}, ${at}`,
    byRule: 'Left out by a rule of the procedure',
  },
  checks: {
    title: 'Automatic checks',
    text: (at: string): string => `Made by Postbag in the copy, ${at}. Nothing was changed by them.`,
    none: 'None were made.',
    check: 'Check',
    result: 'Result',
    found: 'What was found',
  },
  answers: {
    title: 'What a person looked at',
    none: 'Nothing was asked.',
    question: 'Question',
    answer: 'Answer',
    who: 'Answered',
    names: { yes: 'Yes', no: 'No', 'not-applicable': 'Not applicable' } satisfies Record<Answer, string>,
    evidence: 'Kept as evidence:',
    sha256: 'SHA-256',
  },
  overrules: {
    title: 'Decided against advice',
    none: 'Nothing was.',
    what: {
      repair: 'Gone on without the repair being finished',
      checks: 'Gone on although an automatic check failed',
      'not-proven': 'Gone on although it is not proven that the backup works',
      connected: 'Gone on although somebody was connected, or it could not be seen whether anybody was',
    } satisfies Record<Overrule['what'], string>,
    decision: 'Decision',
    reason: 'Reason',
    who: 'Decided by',
  },
  signature: {
    title: 'Signature',
    name: 'Name, as typed when it was signed',
    date: 'Date and time',
    hand: 'Signature by hand, if wanted',
    place: 'Place and date',
    how: 'Signed with the key of the Postbag installation (Ed25519). A change of the proof makes the signature wrong.',
    sha256: 'SHA-256 of the proof',
    key: 'Fingerprint of the key',
    keyMeaning: 'SHA-256 of the public key',
    value: 'Signature',
  },
  belongs: {
    title: 'Does it belong to the bag?',
    text: 'In the folder of the bag, one of these commands must print the SHA-256 of the manifest that stands below. If it prints anything else, this certificate is of another bag, or the bag was changed.',
    commands: [
      ['Linux', 'sha256sum manifest-sha256.txt'],
      ['macOS', 'shasum -a 256 manifest-sha256.txt'],
      ['Windows', 'certutil -hashfile manifest-sha256.txt SHA256'],
    ] as const,
    files: 'Then the manifest shows whether the files are as they were; with Linux, for example:',
    filesCommand: 'sha256sum -c manifest-sha256.txt',
  },
  footer: (software: string, id: string): string => `Made by ${software}. Proof ${id}. All times are UTC.`,
} as const;
