import type { FileMove, MoveKind } from '../../shared/run';

/** All moves of one file in one: from its first size to its last, with what was replaced of the copy in all. */
export interface Together extends Pick<
  FileMove,
  'bytes' | 'bytesBefore' | 'bytesAfter' | 'pass' | 'at' | 'replaced'
> {
  /** Every kind once, in the order in which they were first seen. */
  readonly kinds: readonly MoveKind[];
}

/** Takes the moves of a file, oldest first, together; null when there are none. `pass` and `at` are of the last one. */
export function togetherOf(moves: readonly FileMove[]): Together | null {
  const first = moves[0];
  const last = moves.at(-1);
  if (!first || !last) return null;
  const measured = moves.flatMap(({ bytes }) => bytes ?? []);
  return {
    kinds: [...new Set(moves.map(({ kind }) => kind))],
    bytes: measured.length === 0 ? null : measured.reduce((sum, bytes) => sum + bytes, 0),
    bytesBefore: first.bytesBefore,
    bytesAfter: last.bytesAfter,
    pass: last.pass,
    at: last.at,
    replaced: moves.some(({ replaced }) => replaced),
  };
}
