import type { Source } from '../../postoffice/source';
import { blocksIn, BLOCK } from '../blocks';
import { inside } from '../folders';
import type { ComparePiece } from '../job';
import type { LedgerLine } from '../ledger';

/** Large files are compared in stretches of this many bytes, so that all threads have a part in them. */
const STRETCH = 32 * 1024 * 1024;
/** Small files are handed over together: what a message costs must not matter beside the reading. */
const BATCH = { files: 64, bytes: 8 * 1024 * 1024 };

/** A piece, and whose it is. */
export interface PlannedPiece {
  readonly path: string;
  readonly piece: ComparePiece;
}

/** Number of pieces that the copy of a file is cut into. */
export function pieceCount(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / STRETCH));
}

/**
 * Cuts the copies of a group into jobs for comparing: stretches of large files, batches of small ones.
 * @param source, target absolute folders
 */
export function* comparisons(
  lines: Iterable<LedgerLine>,
  source: Source,
  target: string,
): Generator<PlannedPiece[]> {
  let batch: PlannedPiece[] = [];
  let bytes = 0;
  for (const line of lines) {
    const pieces = [...piecesOf(line, source, target)];
    if (pieces.length > 1) {
      for (const piece of pieces) yield [piece];
      continue;
    }
    batch.push(...pieces);
    bytes += line.entry.bytes;
    if (batch.length < BATCH.files && bytes < BATCH.bytes) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

function* piecesOf(line: LedgerLine, source: Source, target: string): Generator<PlannedPiece> {
  const { entry, table } = line;
  const places = { source: inside(source, entry.path), target: inside(target, entry.path) };
  for (let from = 0; from === 0 || from < entry.bytes; from += STRETCH) {
    const to = Math.min(entry.bytes, from + STRETCH);
    const last = to === entry.bytes;
    const part = table.slice(from / BLOCK, blocksIn(to));
    const piece: ComparePiece = { ...places, bytes: entry.bytes, from, to, last, table: part };
    yield { path: entry.path, piece };
  }
}
