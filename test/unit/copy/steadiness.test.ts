import { describe, expect, it } from 'vitest';
import type { FileState } from '../../../electron/copy/change';
import { Steadiness } from '../../../electron/copy/settling/steadiness';

/** A state whose last write was at this ms, on a file system that keeps nanoseconds unless told otherwise. */
function state(written: number, more: Partial<FileState> = {}): FileState {
  const ns = BigInt(written) * 1_000_000n + 123n;
  return { identity: '1:1', bytes: 10, modifiedNs: ns, changedNs: ns, ...more };
}

interface Look {
  readonly pass: number;
  readonly at: number;
  readonly before: FileState;
  readonly after?: FileState;
}

function steadyAfter(...looks: readonly Look[]): boolean {
  const steadiness = new Steadiness();
  for (const { pass, at, before, after = before } of looks) {
    steadiness.look({ at, before, until: at + 5, after }, pass);
  }
  return steadiness.steady;
}

const old = state(1_000);

describe('file times that did not move', () => {
  it('say that nothing was written between two passes', () => {
    expect(steadyAfter({ pass: 0, at: 10_000, before: old }, { pass: 1, at: 20_000, before: old })).toBe(
      true,
    );
  });

  it('say nothing after one look', () => {
    expect(steadyAfter()).toBe(false);
    expect(steadyAfter({ pass: 0, at: 10_000, before: old })).toBe(false);
    expect(
      steadyAfter({ pass: 0, at: 10_000, before: old }, { pass: 0, at: 10_010, before: old }),
      'two pieces of one pass are one look',
    ).toBe(false);
  });

  it.each<[string, Partial<FileState>]>([
    ['time of writing', { modifiedNs: 2_000_000_001n }],
    ['time of the inode, which nobody can set back', { changedNs: 2_000_000_001n }],
    ['size', { bytes: 11 }],
    ['identity', { identity: '1:2' }],
  ])('did move when the %s is another one', (_, moved) => {
    const now = { ...old, ...moved };
    expect(steadyAfter({ pass: 0, at: 10_000, before: old }, { pass: 1, at: 20_000, before: now })).toBe(
      false,
    );
    expect(
      steadyAfter({ pass: 0, at: 10_000, before: old }, { pass: 1, at: 20_000, before: old, after: now }),
      'while it was read',
    ).toBe(false);
    expect(
      steadyAfter({ pass: 0, at: 10_000, before: old, after: now }, { pass: 1, at: 20_000, before: now }),
      'while it was read in the pass before',
    ).toBe(false);
  });

  it('that went there and back between two looks of a pass did move', () => {
    const other = state(5_000);
    expect(
      steadyAfter(
        { pass: 0, at: 10_000, before: old },
        { pass: 1, at: 20_000, before: other },
        { pass: 1, at: 20_010, before: old },
      ),
    ).toBe(false);
  });

  it('are good again one pass after they moved', () => {
    const now = state(15_000);
    expect(
      steadyAfter(
        { pass: 0, at: 10_000, before: old },
        { pass: 1, at: 20_000, before: now },
        { pass: 2, at: 30_000, before: now },
      ),
    ).toBe(true);
  });

  it('say nothing of a file that was left out of a pass', () => {
    const now = state(15_000);
    expect(
      steadyAfter({ pass: 0, at: 10_000, before: old }, { pass: 3, at: 40_000, before: now }),
      'moved meanwhile',
    ).toBe(false);
  });

  it('say nothing when the last write was so short before the first look that another one had the same time', () => {
    const racy = state(9_970);
    const fair = state(9_900);
    expect(steadyAfter({ pass: 0, at: 10_000, before: racy }, { pass: 1, at: 20_000, before: racy })).toBe(
      false,
    );
    expect(steadyAfter({ pass: 0, at: 10_000, before: fair }, { pass: 1, at: 20_000, before: fair })).toBe(
      true,
    );
  });

  it('need a longer distance where only whole seconds are kept', () => {
    const seconds = (s: number): FileState => {
      return state(0, { modifiedNs: BigInt(s) * 1_000_000_000n, changedNs: BigInt(s) * 1_000_000_000n });
    };
    const passes = (it: FileState): boolean =>
      steadyAfter({ pass: 0, at: 10_000, before: it }, { pass: 1, at: 20_000, before: it });
    expect(passes(seconds(8))).toBe(false);
    expect(passes(seconds(7))).toBe(true);
  });
});
