/**
 * Motivation: at night, twice a year, a person must be told exactly what to do next, and must not be able to skip past what
 * needs a look.
 * Description: steps in all states are asked what has to happen next.
 * Pass criteria: in order; unknown output always needs a person; bad output of a tool that only looks does not stop the repair;
 * nothing is left out that might be needed.
 */
import { expect, test } from 'vitest';
import { mayBeLeftOut, whatNext, type StepSoFar } from '../../../shared/repair-next';
import type { OutputMark, StepAnswer } from '../../../shared/repair';
import type { Purpose } from '../../../shared/procedures';

const step = (id: string, more: Partial<StepSoFar> = {}): StepSoFar => ({
  id,
  purpose: 'mend',
  line: '{dir}',
  onlyIf: null,
  optional: false,
  outcome: null,
  answer: null,
  ...more,
});
const said = (mark: OutputMark, labels: Record<string, number> = {}) => ({
  outcome: { mark, failed: null, labels },
});
const answered: StepAnswer = { decision: 'go-on', by: 'Ann', at: '', note: '' };

test('steps go in order, and at the end it is finished', () => {
  expect(whatNext([step('a'), step('b')])).toEqual({ needs: 'run', step: 'a' });
  expect(whatNext([step('a', said('good')), step('b')])).toEqual({ needs: 'run', step: 'b' });
  expect(whatNext([step('a', said('warning'))])).toEqual({ needs: 'finished', step: null });
  expect(whatNext([])).toEqual({ needs: 'finished', step: null });
});

test.each([
  ['look', 'bad', 'finished'],
  ['look', 'unknown', 'person'],
  ['mend', 'bad', 'person'],
  ['mend', 'unknown', 'person'],
  ['report', 'unknown', 'person'],
  ['prove', 'bad', 'person'],
  ['prove', 'unknown', 'person'],
] satisfies [Purpose, OutputMark, string][])(
  'a step that is there to %s, and its output %s: %s',
  (purpose, mark, needs) => {
    expect(whatNext([step('a', { purpose, ...said(mark) })]).needs).toBe(needs);
    expect(whatNext([step('a', { purpose, ...said(mark), answer: answered })]).needs).toBe('finished');
  },
);

test('what did not run to its end is run again, and what has no line waits for one', () => {
  const failed = { outcome: { mark: 'good', failed: 'timeout', labels: {} } } as const;
  expect(whatNext([step('a', failed)])).toEqual({ needs: 'run', step: 'a' });
  expect(whatNext([step('a', { line: ' ' })])).toEqual({ needs: 'line', step: 'a' });
});

test('a conditional step is left out only when the other one ran and did not find it', () => {
  const nft = step('nft', { onlyIf: { step: 'look', label: 'NFT' } });
  expect(mayBeLeftOut(nft, [step('look', said('bad')), nft])).toBe(true);
  expect(mayBeLeftOut(nft, [step('look', said('bad', { NFT: 1 })), nft])).toBe(false);
  expect(mayBeLeftOut(nft, [step('look', { answer: answered }), nft])).toBe(false);
  expect(mayBeLeftOut(nft, [nft])).toBe(false);
});

test('an optional step without a line may be left out; any other one not', () => {
  expect(mayBeLeftOut(step('a', { optional: true, line: '' }), [])).toBe(true);
  expect(mayBeLeftOut(step('a', { optional: true }), [])).toBe(false);
  expect(mayBeLeftOut(step('a', { line: '' }), [])).toBe(false);
});
