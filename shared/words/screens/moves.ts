import type { FileMove, MoveKind } from '../../run';
import { countOf, formatBytes } from '../format';
import { formatInstant } from './settling';

const kinds: Readonly<Record<MoveKind, string>> = {
  written: 'Written to',
  grown: 'Grown',
  shrunk: 'Shrunk',
  appeared: 'Appeared',
  vanished: 'Vanished',
};

/** What moved while a run went on. */
export const movesWords = {
  title: 'What moved',
  text: 'Every change that was noticed from the first file to the last reading, and what it did to the copy. The file that moved last stands first.',
  columns: { path: 'File', group: 'Group', what: 'What', much: 'How much', when: 'When' },
  kind: (kind: MoveKind): string => kinds[kind],
  replaced: 'Another file',
  replacedMore: 'Another file of the same name stands there now.',
  times: (moves: number): string => countOf(moves, 'time'),
  /** Bytes of the copy that were replaced; null where that was not measured. */
  bytes: (bytes: number | null): string =>
    bytes === null ? 'not measured yet' : `${formatBytes(bytes)} replaced`,
  sizes: (before: number, after: number): string =>
    before === after ? 'same size' : `${formatBytes(before)} → ${formatBytes(after)}`,
  pass: (pass: number): string => (pass === 0 ? 'while it was copied' : `reading ${pass}`),
  at: ({ at }: Pick<FileMove, 'at'>): string => formatInstant(at),
  show: (path: string, moves: number): string => `${countOf(moves, 'time')}: all moves of ${path}`,
  empty: 'Nothing moved while this copy was made.',
  emptyLive: 'Nothing has moved yet.',
} as const;
