import { describe, expect, it } from 'vitest';
import { Ledger, someNames } from '../../../electron/copy/ledger';
import type { ComparedPiece } from '../../../electron/copy/job';
import type { FileChange } from '../../../shared/run';
import { copiedOf, fileOf, quietState } from './samples';

const change: FileChange = {
  when: 'while-copying',
  replaced: false,
  bytesBefore: 1,
  bytesAfter: 1,
  changedBefore: 0,
  changedAfter: 1,
};

function piece(blocks: readonly number[], digests: readonly bigint[]): ComparedPiece {
  const seen = { at: 0, before: quietState, until: 0, after: quietState };
  const rest = { seen, read: 0, size: 0, moved: 0, redo: false };
  return { ...rest, blocks, digests: BigUint64Array.from(digests) };
}

describe('the ledger', () => {
  it('has each file once, counts what the copies hold, and forgets what is dropped', () => {
    const ledger = new Ledger();
    ledger.add(fileOf('A'), copiedOf({ bytes: 100 }), 0);
    ledger.add(fileOf('B'), copiedOf({ bytes: 10 }), 0);
    ledger.add(fileOf('A'), copiedOf({ bytes: 300, sha256: 'new' }), 1);
    expect([ledger.files, ledger.bytes]).toEqual([2, 310]);
    expect(ledger.entries.map(({ path, sha256 }) => [path, sha256])).toEqual([
      ['A', 'new'],
      ['B', 'a'.repeat(64)],
    ]);
    ledger.patch('B', [], 25);
    expect(ledger.bytes).toBe(325);
    ledger.drop('A');
    expect([ledger.files, ledger.bytes, ledger.has('A')]).toEqual([1, 25, false]);
  });

  it('does not forget that a file changed when it is copied again', () => {
    const ledger = new Ledger();
    ledger.add(fileOf('A'), copiedOf({ change }), 0);
    expect(ledger.add(fileOf('A'), copiedOf(), 1).change).toEqual(change);
  });

  it('follows the blocks that were replaced, and a new size', () => {
    const ledger = new Ledger();
    ledger.add(fileOf('A'), copiedOf({ bytes: 3 * 65_536, table: BigUint64Array.from([1n, 2n, 3n]) }), 0);
    ledger.patch('A', [piece([0], [10n]), piece([2, 3], [30n, 40n])], 3 * 65_536 + 1);
    expect(ledger.line('A')).toMatchObject({
      patched: true,
      table: BigUint64Array.from([10n, 2n, 30n, 40n]),
      entry: { bytes: 3 * 65_536 + 1 },
    });
    ledger.patch('A', [], 65_536);
    expect(ledger.line('A')?.table).toEqual(BigUint64Array.from([10n]));
  });

  it('knows a patched copy by its new checksum once it was read again', () => {
    const ledger = new Ledger();
    ledger.add(fileOf('A'), copiedOf(), 0);
    ledger.patch('A', [], 1);
    expect(ledger.rehashed('A', 'b'.repeat(64))).toMatchObject({ sha256: 'b'.repeat(64) });
    expect(ledger.line('A')?.patched).toBe(false);
  });

  it('finds no block of a torn copy equal, until it was copied or patched as a whole', () => {
    const ledger = new Ledger();
    ledger.add(fileOf('A'), copiedOf({ table: BigUint64Array.from([7n]) }), 0);
    ledger.line('A')?.tear();
    expect(ledger.line('A')).toMatchObject({ torn: true, patched: true, table: BigUint64Array.from([0n]) });
    ledger.add(fileOf('A'), copiedOf(), 1);
    expect(ledger.line('A')).toMatchObject({ torn: false, patched: false });
  });
});

describe('names in a finding', () => {
  it('are enough to find the files, and few enough to read', () => {
    expect(someNames(['A', 'B'])).toBe('A, B');
    expect(someNames(['A', 'B', 'C', 'D'], 2)).toBe('A, B and 2 more');
    expect(someNames([])).toBe('');
  });
});
