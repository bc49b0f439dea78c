/**
 * Motivation: a backup that nobody proved for a year is a hope; whoever set a limit wants to hear of it.
 * Description: post offices with backups and proofs of different ages, and different limits.
 * Pass criteria: due after so many days or bags since the last proof, or since the first backup where there was none; never
 * without a backup, and never where it is switched off.
 */
import { expect, test } from 'vitest';
import { proofDue } from '../../../electron/engine/proof-due';

const NOW = Date.parse('2026-06-30T00:00:00Z');
const daysAgo = (days: number): string => new Date(NOW - days * 86_400_000).toISOString();
const backup = (days: number, bag: string | null = '/v/b') =>
  ({ kind: 'backup', bag, endedAt: daysAgo(days) }) as const;
const proof = (days: number) => ({ bag: 'b', outcome: 'proven', at: daysAgo(days), by: 'Ann' }) as const;

test.each([
  ['no backup yet', null, [], { days: 1, bags: 1 }, null],
  ['only failed ones', null, [backup(50, null)], { days: 1, bags: 1 }, null],
  ['proven lately', proof(10), [backup(5), backup(100)], { days: 90, bags: 0 }, null],
  ['proven long ago', proof(91), [backup(5), backup(100)], { days: 90, bags: 0 }, 'days'],
  ['never proven, first backup lately', null, [backup(5), backup(20)], { days: 90, bags: 0 }, null],
  ['never proven, first backup long ago', null, [backup(5), backup(120)], { days: 90, bags: 0 }, 'days'],
  ['some bags since', proof(10), [backup(1), backup(2), backup(20)], { days: 0, bags: 3 }, null],
  [
    'enough bags since',
    proof(10),
    [backup(1), backup(2), backup(3), backup(20)],
    { days: 0, bags: 3 },
    'bags',
  ],
  ['switched off', null, [backup(1000)], { days: 0, bags: 0 }, null],
] as const)('%s', (_what, last, records, reminder, due) => {
  expect(proofDue(last, records, reminder, NOW)).toBe(due);
});
