import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradeOf, noEvidence, type Evidence } from '../../../electron/copy/grade';
import { Grade, type FileChange, type LedgerEntry } from '../../../shared/run';

const entry = (change: FileChange | null): LedgerEntry => ({
  path: 'CLANDATA',
  group: 'directory',
  role: 'directory',
  bytes: 1,
  sha256: '',
  modified: 0,
  startedAt: '',
  endedAt: '',
  change,
  origin: 'copied',
});
const changed = (when: FileChange['when']): FileChange => ({
  when,
  replaced: false,
  bytesBefore: 1,
  bytesAfter: 1,
  changedBefore: 0,
  changedAfter: 1,
});

describe('the grade', () => {
  it('of a linear copy that did not settle is loose even when nothing was seen to change', () => {
    expect(gradeOf(noEvidence, [entry(null)])).toBe('loose');
  });

  it.each([
    [{ ...noEvidence, quiet: true }, null, 'closed'],
    [{ ...noEvidence, quiet: true }, 'after-copy', 'loose'],
    [{ ...noEvidence, quiet: true }, 'while-copying', 'loose'],
    [{ ...noEvidence, settled: true }, null, 'instant'],
    // What moved before it settled is in the copy as it was in the end.
    [{ ...noEvidence, settled: true }, 'after-copy', 'instant'],
    [{ ...noEvidence, settled: true }, 'while-copying', 'instant'],
    [{ ...noEvidence, settled: true, quiet: true }, 'after-copy', 'instant'],
    [{ ...noEvidence, oneInstant: true }, null, 'instant'],
    [{ ...noEvidence, oneInstant: true }, 'while-copying', 'loose'],
    [{ ...noEvidence, perFileInstant: true }, null, 'per-file'],
    [{ ...noEvidence, perFileInstant: true }, 'while-copying', 'loose'],
  ] as const)('with %o and a change %s is %s', (evidence, change, grade) => {
    expect(gradeOf(evidence, [entry(null), entry(change && changed(change))])).toBe(grade);
  });

  it('never becomes better by a change that was seen, or by a proof that is missing', () => {
    const rank = (grade: Grade): number => Grade.options.indexOf(grade);
    const change = fc.constantFrom(null, changed('while-copying'), changed('after-copy'));
    const evidence: fc.Arbitrary<Evidence> = fc.record({
      quiet: fc.boolean(),
      settled: fc.boolean(),
      oneInstant: fc.boolean(),
      perFileInstant: fc.boolean(),
    });
    fc.assert(
      fc.property(evidence, fc.array(change), change, (proof, changes, more) => {
        const ledger = changes.map(entry);
        const grade = rank(gradeOf(proof, ledger));
        expect(rank(gradeOf(proof, [...ledger, entry(more)]))).toBeGreaterThanOrEqual(grade);
        expect(rank(gradeOf({ ...proof, quiet: false }, ledger))).toBeGreaterThanOrEqual(grade);
        expect(rank(gradeOf({ ...proof, settled: false }, ledger))).toBeGreaterThanOrEqual(grade);
        expect(rank(gradeOf({ ...proof, oneInstant: false }, ledger))).toBeGreaterThanOrEqual(grade);
      }),
    );
  });
});
