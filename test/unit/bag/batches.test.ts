import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchesOf } from '../../../electron/bag/batches';
import { segmentBytes } from '../../../electron/bag/segments';

const size = fc.oneof(fc.nat(100_000), fc.nat(3 * segmentBytes));

test('each file is handed out once', () => {
  fc.assert(
    fc.property(fc.array(size, { maxLength: 300 }), (sizes) => {
      const handedOut = batchesOf(sizes).flat();
      expect([...handedOut].sort((a, b) => a - b)).toEqual([...sizes.keys()]);
    }),
  );
});

test('large files come alone and first, the largest before all, and small ones together in their order', () => {
  const sizes = [10, segmentBytes, 20, 9 * segmentBytes, 0];
  expect(batchesOf(sizes)).toEqual([[3], [1], [0, 2, 4]]);
});
