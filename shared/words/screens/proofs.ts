import type { LastProof, ProofOutcome, ProofState } from '../../proof';
import type { PostOfficeRow } from '../../views';
import { countOf, formatAgo } from '../format';

const DAY_MS = 86_400_000;

const states: Readonly<Record<ProofState, { readonly name: string; readonly explained: string }>> = {
  good: { name: 'Good', explained: 'Whole, of this bag, and signed by this installation.' },
  'other-key': {
    name: 'Signed elsewhere',
    explained: 'Whole and of this bag, and signed by another installation. Ask who signed it.',
  },
  'foreign-bag': {
    name: 'Of another bag',
    explained: 'It was made of another bag and says nothing about this one.',
  },
  changed: { name: 'Changed', explained: 'Somebody changed it after it was signed. It proves nothing.' },
  unreadable: {
    name: 'Cannot be read',
    explained: 'What lies there cannot be understood. It proves nothing.',
  },
};

/** The last proof, beside the last backup everywhere; and the proofs of a bag. */
export const proofWords = {
  column: 'Last proven',
  outcomes: { proven: 'Proven', 'not-proven': 'Not proven' } satisfies Record<ProofOutcome, string>,
  never: 'Never proven',
  ago: (at: string, now: number): string => formatAgo(at, now),
  by: ({ by, bag }: LastProof): string => `by ${by}, of the bag ${bag}`,
  /**
   * Why somebody is to prove a backup.
   * @param bags how many backups there were since the last proof, as far as they can be seen; 0 when none can
   */
  due: (
    { lastProof, proofDue }: Pick<PostOfficeRow, 'lastProof' | 'proofDue'>,
    bags: number,
    now: number,
  ): string | null => {
    if (proofDue === null) return null;
    if (lastProof === null) return 'Never proven';
    if (proofDue === 'days') {
      const days = Math.floor((now - Date.parse(lastProof.at)) / DAY_MS);
      return `Not proven for ${countOf(Math.max(1, days), 'day')}`;
    }
    return bags > 0
      ? `${countOf(bags, 'backup')} since the last proof`
      : 'More backups than agreed since the last proof';
  },

  card: {
    title: 'Backup and proof',
    backup: 'Last backup',
    proof: 'Last proven',
    noBackup: 'none yet',
    prove: 'Prove the newest backup…',
    dueText: 'A backup that nobody has tried is a hope. Take the newest bag and prove that it works.',
  },

  bag: {
    open: 'Proofs…',
    title: (name: string): string => `Proofs of a bag of ${name}`,
    list: 'Proofs of this bag',
    none: 'This bag was never proven.',
    signed: (by: string, at: string): string => `signed by ${by}, ${at}`,
    unsigned: 'nobody knows by whom',
    state: (state: ProofState): string => states[state].name,
    explained: (state: ProofState): string => states[state].explained,
    certificate: 'Open the certificate',
    certificateOf: (at: string): string => `Open the certificate of ${at}`,
  },
} as const;
