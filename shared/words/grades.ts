import type { Grade, Method, RunKind, SettleEvidence, Verdict } from '../run';

interface GradeWords {
  readonly name: string;
  readonly meaning: string;
  readonly beforeUse: string;
}

const repairFirst =
  'Repair the copy with the format’s own tools before anybody works with it, then check it by hand.';

/** What each grade claims, and what must be done before such a copy may go online. */
export const gradeWords: Readonly<Record<Grade, GradeWords>> = {
  closed: {
    name: 'Closed',
    meaning: 'Nobody was connected and nothing changed while it was copied. All files fit together.',
    beforeUse: 'Check it by hand before anybody works with it.',
  },
  instant: {
    name: 'Instant',
    meaning: 'All files are from one and the same instant, taken while people were working.',
    beforeUse: repairFirst,
  },
  'per-file': {
    name: 'Per file',
    meaning: 'Each file is from one instant, but not all of them from the same one.',
    beforeUse: repairFirst,
  },
  loose: {
    name: 'Loose',
    meaning:
      'The files were read one after the other while people may have been writing. What was written after the last reading of everything began may be missing or incomplete.',
    beforeUse: repairFirst,
  },
};

/** What stands behind the claim that a copy is of one instant. */
export const evidenceWords: Readonly<Record<SettleEvidence, string>> = {
  content: 'every block read twice and found the same; file times could not be relied on',
  'content-and-times': 'every block read twice and found the same, and no file time moved in between',
};

/** How a run ended, in a word or two. */
export const verdictWords: Readonly<Record<Verdict, { readonly name: string }>> = {
  verified: { name: 'Verified' },
  findings: { name: 'Done, with findings' },
  failed: { name: 'Failed' },
  cancelled: { name: 'Cancelled' },
};

const meanings: Readonly<Record<RunKind, Readonly<Record<Verdict, string>>>> = {
  backup: {
    verified: 'Every file was read again from where it now lies, and every checksum is right.',
    findings:
      'The bag is sealed and every checksum is right, but something must be looked at: read the findings.',
    failed: 'There is no bag of this run. Nothing with a finished name was left behind.',
    cancelled: 'It was stopped by a person. What had been begun was taken back.',
  },
  verify: {
    verified: 'Every file of the bag was read, and every checksum is right.',
    findings: 'Every checksum is right, but something about the bag must be looked at: read the findings.',
    failed: 'The bag could not be shown to be what it was when it was sealed. Read the findings.',
    cancelled: 'It was stopped by a person. Nothing can be said about the bag.',
  },
  'copy-out': {
    verified: 'Every file was copied, and every checksum is right.',
    findings: 'Every checksum is right, but something must be looked at: read the findings.',
    failed: 'Nothing was copied out. Read the findings.',
    cancelled: 'It was stopped by a person. What had been begun was taken back.',
  },
  stage: {
    verified: 'The private copy is made, and every checksum is right.',
    findings: 'The private copy is made, but something must be looked at: read the findings.',
    failed: 'No private copy was made. Read the findings.',
    cancelled: 'It was stopped by a person. What had been begun was taken back.',
  },
  repair: {
    verified: 'The tools ran to their end, and nothing speaks against going on.',
    findings: 'The tools ran, and something must be looked at: read the findings.',
    failed: 'A tool did not run to its end. The private copy is as it was before that step.',
    cancelled:
      'It was stopped by a person. The private copy is as it was before the step that was under way.',
  },
  check: {
    verified: 'Every check that a machine can make is good.',
    findings: 'Some checks failed, or must be looked at: read the findings.',
    failed: 'The copy could not be checked. Read the findings.',
    cancelled: 'It was stopped by a person. Nothing can be said about the copy.',
  },
  online: {
    verified: 'The restored post office is in its place.',
    findings: 'The restored post office is in its place; read the findings.',
    failed: 'Nothing was brought online. What was there before is in its place.',
    cancelled: 'It was stopped by a person. What was there before is in its place.',
  },
  'swap-back': {
    verified: 'The old post office is in its place again.',
    findings: 'The old post office is in its place again; read the findings.',
    failed: 'Nothing was swapped. The restored post office is in its place.',
    cancelled: 'It was stopped by a person. The restored post office is in its place.',
  },
};

/** What the verdict of a run means, in a sentence. */
export function verdictMeaning(kind: RunKind, verdict: Verdict): string {
  return meanings[kind][verdict];
}

/** The methods in the wizard: a name, and what it means in two sentences. */
export const methodWords: Readonly<Record<Method, { readonly name: string; readonly meaning: string }>> = {
  linear: {
    name: 'Copy while open, in order',
    meaning:
      'User files are copied first, then directory and index, the message store last, while people go on working; then everything is read again until nothing has moved between two readings. If that moment comes, all files are from one instant; if it does not, the copy is loose, and the order keeps what is lost small.',
  },
  snapshot: {
    name: 'Snapshot',
    meaning:
      'The volume makes a picture of itself in an instant, and the files are copied from that while people go on working. What was half done at that instant is half done in the copy. The snapshot is removed afterwards, whatever happens.',
  },
  mirror: {
    name: 'Break a mirror',
    meaning:
      'One half of a mirror is taken out, stands still, and is copied while people go on working on the other. It is joined again afterwards, whatever happens, and watched until both halves are in step.',
  },
  shutdown: {
    name: 'Shut down and back up',
    meaning:
      'The users are told, Router and gateways stopped, new connections refused and the remaining ones ended. When nothing moves any more it is copied, and opened again at once. The only way to a copy that needs no repair; nobody can work meanwhile.',
  },
};
