import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK, blocksIn } from '../../../electron/copy/blocks';
import { LedgerLine } from '../../../electron/copy/ledger';
import { comparisons } from '../../../electron/copy/settling/pieces';
import { entryOf } from './samples';

const MB = 1024 * 1024;

function lineOf(path: string, bytes: number): LedgerLine {
  const table = BigUint64Array.from({ length: blocksIn(bytes) }, (_, block) => BigInt(block));
  return new LedgerLine(entryOf({ path, bytes }), table);
}

describe('cutting copies into pieces', () => {
  const cases: fc.Arbitrary<number[]> = fc.array(
    fc.oneof(fc.integer({ min: 0, max: 200_000 }), fc.constantFrom(0, BLOCK, 32 * MB, 32 * MB + 1, 100 * MB)),
    { maxLength: 100 },
  );

  it('gives every byte of every file to just one piece, with the digests of just its blocks', () => {
    fc.assert(
      fc.property(cases, (sizes) => {
        const lines = sizes.map((bytes, index) => lineOf(`F${String(index)}`, bytes));
        const pieces = [...comparisons(lines, '/s', '/t')].flat();
        for (const { entry } of lines) {
          const mine = pieces.filter(({ path }) => path === entry.path).map(({ piece }) => piece);
          expect(mine[0]?.from).toBe(0);
          expect(mine.at(-1)?.to).toBe(entry.bytes);
          expect(mine.map(({ last }) => last)).toEqual(mine.map((_, index) => index === mine.length - 1));
          mine.forEach(({ from, to, table, source, target }, index) => {
            if (index > 0) expect(from).toBe(mine[index - 1]?.to);
            expect(from % BLOCK).toBe(0);
            expect(table.length).toBe(blocksIn(to) - from / BLOCK);
            if (table.length > 0) expect(table[0]).toBe(BigInt(from / BLOCK));
            expect([source, target]).toEqual([`/s/${entry.path}`, `/t/${entry.path}`]);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('lets all threads have a part of a large file, and hands small ones over together', () => {
    const jobs = (...sizes: number[]): number[] =>
      [
        ...comparisons(
          sizes.map((bytes, index) => lineOf(`F${String(index)}`, bytes)),
          '/s',
          '/t',
        ),
      ].map((job) => job.length);
    expect(jobs(100 * MB)).toEqual([1, 1, 1, 1]);
    expect(jobs(...Array.from({ length: 130 }, () => 10))).toEqual([64, 64, 2]);
    expect(jobs(...Array.from({ length: 5 }, () => 3 * MB)), 'but not too many bytes').toEqual([3, 2]);
    expect(jobs()).toEqual([]);
  });
});
