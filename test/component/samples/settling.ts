import type { FileMove, FileMoves, SettlePass, Settling } from '../../../shared/run';
import { MB } from './common';

/** A copy that settled at the third reading, one that did not, and what moved meanwhile. Local noon, so that tests can name it. */

const NOON = new Date(2025, 10, 23, 12, 0, 0, 0).getTime();
export const at = (ms: number): string => new Date(NOON + ms).toISOString();

export function pass(number: number, more: Partial<SettlePass> = {}): SettlePass {
  const from = (number - 1) * 10_000;
  return {
    pass: number,
    startedAt: at(from),
    endedAt: at(from + 8_250),
    bytesRead: 3_400 * MB,
    moved: 0,
    bytes: 0,
    appeared: 0,
    vanished: 0,
    unread: 0,
    ...more,
  };
}

export const settled = (more: Partial<Settling> = {}): Settling => ({
  limits: { passes: 20, minutes: 15 },
  passes: [
    pass(1, { moved: 12, bytes: 2_400_000, appeared: 1 }),
    pass(2, { moved: 3, bytes: 81_920 }),
    pass(3),
  ],
  end: 'settled',
  interval: { from: at(18_250), to: at(20_125), evidence: 'content' },
  ...more,
});

export const unsettled = (more: Partial<Settling> = {}): Settling => ({
  limits: { passes: 2, minutes: 15 },
  passes: [pass(1, { moved: 12, bytes: 2_400_000 }), pass(2, { moved: 9, bytes: 1_200_000 })],
  end: 'passes',
  interval: null,
  ...more,
});

const move = (path: string, more: Partial<FileMove>): FileMove => ({
  path,
  group: 'users',
  pass: 1,
  kind: 'written',
  at: at(4_000),
  bytes: 4_096,
  bytesBefore: 81_920,
  bytesAfter: 81_920,
  replaced: false,
  ...more,
});

/** The store moved three times; one file came, one went, one is another file now. */
export const moves: readonly FileMoves[] = [
  {
    path: 'CCPOMS',
    group: 'store',
    moves: [
      move('CCPOMS', {
        group: 'store',
        pass: 0,
        at: at(-500),
        bytes: null,
        bytesBefore: 2 * MB,
        bytesAfter: 2 * MB,
      }),
      move('CCPOMS', {
        group: 'store',
        kind: 'grown',
        bytes: 1 * MB,
        bytesBefore: 2 * MB,
        bytesAfter: 3 * MB,
      }),
      move('CCPOMS', {
        group: 'store',
        pass: 2,
        at: at(14_250),
        bytes: 0.5 * MB,
        bytesBefore: 3 * MB,
        bytesAfter: 3 * MB,
      }),
    ],
  },
  { path: 'U0000213', group: 'users', moves: [move('U0000213', { kind: 'appeared', bytesBefore: 0 })] },
  { path: 'U0000007', group: 'users', moves: [move('U0000007', { kind: 'vanished', bytesAfter: 0 })] },
  { path: 'U0000009', group: 'users', moves: [move('U0000009', { replaced: true })] },
];
