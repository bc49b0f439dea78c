import type { LedgerEntry, LogLine } from '../../../shared/run';
import { ago, DAY, HOUR, MB, MINUTE } from './common';

/** A ledger of 2,000 files, of which every fortieth changed. */
export const ledger: readonly LedgerEntry[] = Array.from({ length: 2_000 }, (_, index): LedgerEntry => {
  const last = index === 1_999;
  const group = last ? 'store' : index === 1_998 ? 'directory' : 'users';
  const bytes = last ? 2_312 * MB : 40_000 + ((index * 7_919) % 9_000_000);
  return {
    path: last ? 'CCPOMS' : index === 1_998 ? 'CCPOMI' : `U${String(index + 1).padStart(7, '0')}`,
    group,
    role: last ? 'store' : index === 1_998 ? 'directory' : 'user',
    bytes,
    sha256: (index * 2_654_435_761).toString(16).padStart(16, 'c').repeat(4).slice(0, 64),
    modified: Date.now() - index * MINUTE,
    startedAt: ago(9 * HOUR),
    endedAt: ago(9 * HOUR - 10),
    change:
      index % 40 === 3
        ? {
            when: index % 80 === 3 ? 'while-copying' : 'after-copy',
            replaced: index % 120 === 3,
            bytesBefore: bytes,
            bytesAfter: index % 160 === 3 ? bytes : bytes + 4_096,
            changedBefore: Date.now() - DAY,
            changedAfter: Date.now() - HOUR,
          }
        : null,
    origin: index % 3 === 0 ? 'copied' : index % 3 === 1 ? 'shared' : 'kept',
  };
});

export const log: readonly LogLine[] = [
  {
    at: ago(94_000),
    type: 'plan',
    text: String.raw`Planned: postbag backup "Head office" --to E:\Postbag --method linear`,
  },
  ...Array.from({ length: 230 }, (_, index): LogLine => ({
    at: ago(93_000 - index * 300),
    type: index % 9 === 4 ? 'finding' : index % 2 === 0 ? 'step-start' : 'step-end',
    text: index % 9 === 4 ? 'Finding: MLANDATA changed while it was copied.' : 'Began: Copy user files',
  })),
  { at: ago(1_000), type: 'end', text: 'Ended: Verified' },
];
