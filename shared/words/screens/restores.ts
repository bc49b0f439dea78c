import type { ProofReminder, RestoreNext, RestorePurpose } from '../../proof';
import type { Grade } from '../../run';
import { countOf, formatAgo, formatWhen } from '../format';
import { gradeWords } from '../grades';

/** What has to happen next on the way to a proof, in a sentence. */
export const restoreNextWords: Readonly<Record<RestoreNext, string>> = {
  repair: 'The copy has to be repaired.',
  checks: 'The copy has to be checked.',
  look: 'A check failed: somebody has to decide.',
  answers: 'The checklist has to be answered.',
  sign: 'It has to be signed.',
  online: 'It can be brought online.',
  finished: 'Everything is done.',
};

/** The loss window: said before anything is done, large and plain. */
export const lossWords = {
  label: 'What may be missing',
  /** `now` in ms since 1970 UTC. */
  since: (recoveryPoint: string, now: number): string =>
    `Everything written after ${formatWhen(recoveryPoint)} may be missing: that was ${formatAgo(recoveryPoint, now)}.`,
  unknown:
    'Everything written since this backup was made may be missing. The bag does not say from when it is.',
  unknownSealed: (sealedAt: string, now: number): string =>
    `Everything written since this backup was made may be missing: it was sealed ${formatAgo(sealedAt, now)}, ${formatWhen(sealedAt)}.`,
  why: 'A backup has only what was there when it was made. Tell the owner of the mail before you go on.',
} as const;

const verbs: Readonly<Record<RestorePurpose, Record<'open' | 'title' | 'leave', string>>> = {
  restore: { open: 'Restore…', title: 'Restore', leave: 'Do not restore' },
  prove: { open: 'Prove this backup…', title: 'Prove the backup of', leave: 'Do not prove it' },
};

/** The list of restores and proofs, and beginning one. */
export const restoresWords = {
  title: 'Restores and proofs',
  sub: 'A backup is worth something when somebody has shown that it works. Each one here works on a private copy; the bag and the post office stay as they are until the copy is brought online.',
  table: 'Restores and proofs',
  columns: {
    postOffice: 'Post office',
    purpose: 'What for',
    grade: 'Grade',
    state: 'How far',
    begun: 'Begun',
  },
  purposes: { restore: 'Restore', prove: 'Proof' } satisfies Record<RestorePurpose, string>,
  open: (purpose: RestorePurpose, name: string, begun: string): string =>
    `${purpose === 'restore' ? 'Restore' : 'Proof of the backup'} of ${name}, begun ${begun}`,
  practice: 'practice',
  running: 'It is being worked on.',
  damaged: 'Cannot be gone on with',
  outcomes: { proven: 'Proven', 'not-proven': 'Not proven' },
  online: 'online',
  swappedBack: 'swapped back',
  none: 'No restore and no proof yet.',
  noneNext:
    'Choose a bag: it is verified, copied to a private place, repaired when its grade asks for it, and checked. Then you go through a checklist, sign, and keep the certificate. A restore goes on and brings the copy online.',
  toBags: 'Choose a bag',

  begin: {
    open: (purpose: RestorePurpose): string => verbs[purpose].open,
    title: (purpose: RestorePurpose, name: string): string => `${verbs[purpose].title} ${name}`,
    leave: (purpose: RestorePurpose): string => verbs[purpose].leave,
    grade: 'Grade',
    /** What the grade asks for before such a copy may be used. */
    asks: (grade: Grade): string => `${gradeWords[grade].name}. ${gradeWords[grade].beforeUse}`,
    noGrade: 'The bag does not say how consistent it is.',
    procedure: 'Repair procedure',
    text: {
      restore:
        'First the bag is verified and a private copy made of it. What is online now is touched by none of this: bringing the copy online comes last, and is asked for again.',
      prove:
        'The bag is verified and a private copy made of it. The post office itself is not touched, and people go on working.',
    } satisfies Record<RestorePurpose, string>,
    making: 'Looking at the bag and at the room there is…',
    blocked: (count: number): string =>
      count === 1
        ? 'One thing must be put right before this can begin.'
        : `${countOf(count, 'thing')} must be put right before this can begin.`,
    again: 'Check again',
    start: 'Verify and make the private copy',
    starting: 'Starting…',
    drill: 'Prove it as far as a machine can',
    drillText:
      'Or have all of it done without you: verify, copy, repair and check. What is left for a person is said at the end.',
  },

  reminder: {
    title: 'Reminder to prove a backup',
    text: 'A backup that nobody has proven for a long time is said to be due, wherever its post office is listed.',
    open: 'Change the reminder',
    close: 'Hide the reminder',
    /** What is set, shortly. */
    now: ({ days, bags }: ProofReminder): string => {
      const parts = [
        days === 0 ? '' : `after ${countOf(days, 'day')}`,
        bags === 0 ? '' : `after ${countOf(bags, 'backup')}`,
      ].filter((part) => part !== '');
      return parts.length === 0 ? 'Nobody is reminded.' : `Somebody is reminded ${parts.join(', or ')}.`;
    },
    days: 'After so many days without a proof',
    daysUnit: 'days',
    bags: 'After so many backups without a proof',
    bagsUnit: 'backups',
    help: '0: never',
    wrong: (most: number): string => `A whole number from 0 to ${most}.`,
    save: 'Save the reminder',
    saved: 'Reminder saved',
  },
} as const;
