import type { LedgerEntry } from '../../shared/run';
import { blocksIn, pack, resized, unpack, type BlockTable, type PackedTable } from './blocks';
import type { FileState } from './change';
import type { SourceFile } from './copier';
import type { ComparedPiece, CopiedFile, Seen } from './job';
import { Steadiness } from './settling/steadiness';

/** What the run knows of one copied file. */
export class LedgerLine {
  /** Blocks were replaced since the checksum was computed. */
  patched = false;
  readonly #steadiness = new Steadiness();
  #table: PackedTable;

  constructor(
    public entry: LedgerEntry,
    table: BlockTable,
  ) {
    this.#table = pack(table);
  }

  /** Digests of the blocks that the copy holds. */
  get table(): BlockTable {
    return unpack(this.#table);
  }

  set table(table: BlockTable) {
    this.#table = pack(table);
  }

  /** The file's state when it was looked at last. */
  get state(): FileState | null {
    return this.#steadiness.state;
  }

  /**
   * What the copy holds is not known block by block: a reading was broken off after some blocks had been replaced. No
   * block will be found equal, so the next pass replaces all of them.
   */
  torn = false;

  tear(): void {
    this.torn = true;
    this.patched = true;
    this.table = new BigUint64Array(blocksIn(this.entry.bytes));
  }

  look(seen: Seen, pass: number): void {
    this.#steadiness.look(seen, pass);
  }

  /** File times say that nothing was written since the reading in the pass before. */
  get steady(): boolean {
    return this.#steadiness.steady;
  }
}

/** What was copied, file by file, in the order in which files were finished. */
export class Ledger {
  readonly #lines = new Map<string, LedgerLine>();
  #bytes = 0;

  /** Takes down a file that was copied as a whole, for the first time or again. */
  add(file: SourceFile, copied: CopiedFile, pass: number): LedgerEntry {
    const known = this.#lines.get(file.path);
    const entry: LedgerEntry = {
      path: file.path,
      group: file.group,
      role: file.role,
      bytes: copied.bytes,
      sha256: copied.sha256,
      modified: copied.modified,
      startedAt: copied.startedAt,
      endedAt: copied.endedAt,
      change: copied.change ?? known?.entry.change ?? null,
      origin: copied.origin,
    };
    const line = known ?? new LedgerLine(entry, copied.table);
    line.look(copied.seen, pass);
    this.#bytes += entry.bytes - (known?.entry.bytes ?? 0);
    Object.assign(line, { entry, table: copied.table, patched: false, torn: false });
    this.#lines.set(file.path, line);
    return entry;
  }

  /** Takes down what replaced blocks, and a new size, made of a copy. */
  patch(path: string, pieces: readonly ComparedPiece[], bytes: number): void {
    const line = this.#lines.get(path);
    if (!line) return;
    const table = resized(line.table, blocksIn(bytes));
    for (const { blocks, digests } of pieces) {
      blocks.forEach((block, index) => (table[block] = digests[index] ?? 0n));
    }
    line.table = table;
    this.#bytes += bytes - line.entry.bytes;
    const modified = Number(line.state?.modifiedNs ?? 0n) / 1e6;
    line.entry = { ...line.entry, bytes, modified, endedAt: new Date().toISOString() };
    line.patched = true;
    line.torn = false;
  }

  /** A copy that is not part of the set any more. */
  drop(path: string): void {
    this.#bytes -= this.#lines.get(path)?.entry.bytes ?? 0;
    this.#lines.delete(path);
  }

  /** Gives a patched file the checksum of what it holds now. */
  rehashed(path: string, sha256: string): LedgerEntry | null {
    const line = this.#lines.get(path);
    if (!line) return null;
    line.entry = { ...line.entry, sha256 };
    line.patched = false;
    return line.entry;
  }

  line(path: string): LedgerLine | undefined {
    return this.#lines.get(path);
  }

  has(path: string): boolean {
    return this.#lines.has(path);
  }

  get entries(): LedgerEntry[] {
    return [...this.#lines.values()].map((line) => line.entry);
  }

  get lines(): IterableIterator<LedgerLine> {
    return this.#lines.values();
  }

  get files(): number {
    return this.#lines.size;
  }

  /** Bytes that the copies hold. */
  get bytes(): number {
    return this.#bytes;
  }
}

/** `USR00001, USR00002 and 40 more`: enough names to find the files, few enough to read. */
export function someNames(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${String(names.length - most)} more` : shown;
}
