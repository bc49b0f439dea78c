import { lstat, rm } from 'node:fs/promises';
import type { GroupId } from '../../../shared/postoffice';
import type { FileMove } from '../../../shared/run';
import { rootOf } from '../../postoffice/source';
import { Cancelled, PostbagError, systemCode } from '../../run/errors';
import type { RunContext } from '../../run/step';
import { changeBetween, type FileState } from '../change';
import type { SourceFile } from '../copier';
import type { CopySet } from '../copy-set';
import { inside } from '../folders';
import type { ComparedPiece, CopyTrouble } from '../job';
import { eachInLanes } from '../lanes';
import type { LedgerLine } from '../ledger';
import { comparisons, pieceCount, type PlannedPiece } from './pieces';
import type { PassResult } from './settle';
import { isGone, judge } from '../trouble';

/** Jobs that are given to the pool at a time. */
const IN_FLIGHT = 8;

type Compared = ComparedPiece | CopyTrouble;

/**
 * One pass of settling: lists the set again, then reads it group by group, in order, and leaves the copy as what was
 * just read. Each group is finished before the next one begins.
 *
 * @param from the group to begin with; those before it are left as they are
 * @throws PostbagError when there can be no backup any more; Cancelled
 */
export async function readAgain(
  set: CopySet,
  pass: number,
  context: RunContext,
  from?: GroupId,
): Promise<PassResult> {
  const reading = new PassReading(set, pass, context);
  const files = await reading.list();
  const groups = set.options.progress.map(({ id }) => id);
  for (const group of groups.slice(from === undefined ? 0 : groups.indexOf(from))) {
    await reading.group(
      group,
      files.filter((file) => file.group === group),
    );
  }
  return reading.result;
}

class PassReading {
  #bytesRead = 0;
  #shown = 0;
  #moved = 0;
  #bytes = 0;
  #appeared = 0;
  #vanished = 0;
  /** Copied files that could not be read in this pass. */
  readonly #unread = new Set<string>();
  readonly #redo = new Set<string>();
  readonly #pieces = new Map<string, { left: number; answers: Compared[] }>();
  readonly #total: number;

  constructor(
    private readonly set: CopySet,
    private readonly pass: number,
    private readonly context: RunContext,
  ) {
    this.#total = set.ledger.bytes;
  }

  get result(): PassResult {
    return {
      bytesRead: this.#bytesRead,
      moved: this.#moved + this.#appeared + this.#vanished,
      bytes: this.#bytes,
      appeared: this.#appeared,
      vanished: this.#vanished,
      unread: this.#unread.size + this.set.unread.size,
    };
  }

  async list(): Promise<readonly SourceFile[]> {
    const { listNow, places } = this.set.options;
    try {
      const { files, folders } = await listNow(this.context.signal);
      await this.set.folders.look(folders, this.pass);
      await this.#forgetUnlisted(new Set(files.map(({ path }) => path)));
      return files;
    } catch (error) {
      if (this.context.signal.aborted || !(await isGone(rootOf(places.source)))) throw error;
      throw new PostbagError('copy', 'post-office-lost', { path: rootOf(places.source) }, { cause: error });
    }
  }

  /** Compares what is copied, copies what is new or could not be read before, drops what is gone. */
  async group(group: GroupId, files: readonly SourceFile[]): Promise<void> {
    const { ledger } = this.set;
    const listed = new Map(files.map((file) => [file.path, file]));
    const fresh = files.filter(({ path }) => !ledger.has(path));
    const known: LedgerLine[] = [];
    for (const line of [...ledger.lines]) {
      if (line.entry.group !== group) continue;
      if (listed.has(line.entry.path) || !(await this.#isAway(line))) known.push(line);
    }
    this.#redo.clear();
    await this.#compare(known);
    const again = [...this.#redo].map((path) => listed.get(path) ?? fileOf(ledger.line(path)));
    await this.set.copy(again.filter(isFile), this.pass, this.context, { donors: false });
    await this.#copyFresh(fresh);
    this.set.readUntil = this.set.clock.now();
  }

  /** What could not be read and is listed no more is gone, or is no plain file any more. */
  async #forgetUnlisted(listed: ReadonlySet<string>): Promise<void> {
    const { unread, special, vanished, options } = this.set;
    for (const [path, trouble] of unread) {
      if (listed.has(path)) continue;
      unread.delete(path);
      // What was there and could not be read, and is gone now, moved.
      if (trouble.code !== 'ENOENT') this.#vanished++;
      const there = await isThere(inside(options.places.source, path));
      if (there) special.set(path, { ...trouble, side: 'special' });
      else vanished.add(path);
    }
  }

  /** A file that is listed no more. Only one that is certainly gone is dropped from the copy. */
  async #isAway({ entry }: LedgerLine): Promise<boolean> {
    const { places, target } = this.set.options;
    if (await isThere(inside(places.source, entry.path))) return false;
    await judge(entry, { side: 'source', code: 'ENOENT', message: 'gone' }, places);
    await rm(inside(target(), entry.path), { force: true });
    this.set.ledger.drop(entry.path);
    this.set.vanished.add(entry.path);
    this.context.note('file-gone', { path: entry.path });
    this.#vanished++;
    this.#move(entry, { kind: 'vanished', bytes: 0, bytesAfter: 0, replaced: false });
    return true;
  }

  async #copyFresh(files: readonly SourceFile[]): Promise<void> {
    const { ledger } = this.set;
    const wasUnread = new Set(this.set.unread.keys());
    const isNew = ({ path }: SourceFile): boolean => !wasUnread.has(path);
    await this.set.copy(files.filter(isNew), this.pass, this.context);
    // What was waited for once is tried again, but not waited for.
    const again = files.filter((file) => !isNew(file));
    await this.set.copy(again, this.pass, this.context, { patient: false });
    for (const { path, group } of files) {
      const entry = ledger.line(path)?.entry;
      if (!entry) continue;
      this.#appeared++;
      this.#bytes += entry.bytes;
      if (wasUnread.has(path)) continue; // it was there all the time
      const { bytes } = entry;
      this.#move({ path, group, bytes: 0 }, { kind: 'appeared', bytes, bytesAfter: bytes, replaced: false });
    }
  }

  async #compare(lines: readonly LedgerLine[]): Promise<void> {
    const { places, target, pool } = this.set.options;
    const jobs = comparisons(lines, places.source, target());
    const act = async (job: PlannedPiece[]): Promise<void> => {
      const outcome = await pool().do({ kind: 'compare', pieces: job.map(({ piece }) => piece) }, (bytes) =>
        this.#progress(bytes, job[0]?.path ?? null),
      );
      if ('trouble' in outcome) {
        if (outcome.trouble.side === 'cancelled') throw new Cancelled('cancelled');
        throw new PostbagError('copy', 'unexpected', { reason: outcome.trouble.message });
      }
      for (const [index, answer] of outcome.answer.entries()) await this.#hear(job[index], answer);
    };
    await this.set.cancellable(
      this.context,
      async () => await eachInLanes(jobs, IN_FLIGHT, act, () => pool().cancel()),
    );
  }

  /** Pieces of one file come in any order; the file is dealt with when all of them are there. */
  async #hear(planned: PlannedPiece | undefined, answer: Compared): Promise<void> {
    if (!planned) return;
    const file = this.#pieces.get(planned.path) ?? { left: pieceCount(planned.piece.bytes), answers: [] };
    this.#pieces.set(planned.path, file);
    file.answers.push(answer);
    if (--file.left > 0) return;
    this.#pieces.delete(planned.path);
    const line = this.set.ledger.line(planned.path);
    if (line) await this.#compared(line, file.answers);
  }

  async #compared(line: LedgerLine, answers: readonly Compared[]): Promise<void> {
    const { path } = line.entry;
    const trouble = answers.find((answer): answer is CopyTrouble => 'side' in answer);
    if (trouble) {
      await this.#troubled(line, trouble);
      return;
    }
    const pieces = answers.filter((answer): answer is ComparedPiece => !('side' in answer));
    const size = Math.max(...pieces.map((piece) => piece.size));
    const known = line.state;
    for (const piece of pieces) {
      line.look(piece.seen, this.pass);
      this.#bytesRead += piece.read;
    }
    const redo = pieces.some((piece) => piece.redo);
    const moved = pieces.reduce((sum, piece) => sum + piece.moved, 0);
    if (!redo && size === line.entry.bytes && pieces.every((piece) => piece.blocks.length === 0)) return;
    this.#moved++;
    this.#bytes += moved;
    this.#told(line, known, size, moved);
    if (!redo) {
      this.set.ledger.patch(path, pieces, size);
      return;
    }
    line.tear();
    this.#redo.add(path);
  }

  /** Says what moved, before the ledger takes it down. */
  #told(line: LedgerLine, known: FileState | null, size: number, bytes: number): void {
    const { entry, state } = line;
    const seen = known && state ? changeBetween(known, state, 'after-copy') : null;
    const kind = size === entry.bytes ? 'written' : size > entry.bytes ? 'grown' : 'shrunk';
    this.#move(entry, { kind, bytes, bytesAfter: size, replaced: seen?.replaced ?? false });
    line.entry = {
      ...entry,
      change: entry.change ?? {
        // A write into a mapped page moves no time: then there is nothing but the bytes.
        ...(seen ?? {
          when: 'after-copy',
          changedBefore: entry.modified,
          changedAfter: entry.modified,
          replaced: false,
        }),
        bytesBefore: entry.bytes,
        bytesAfter: size,
      },
    };
  }

  async #troubled(line: LedgerLine, trouble: CopyTrouble): Promise<void> {
    const { places } = this.set.options;
    const { path } = line.entry;
    if (trouble.side === 'target') await judge({ path }, trouble, places);
    if (await isGone(rootOf(places.source)))
      throw new PostbagError('copy', 'post-office-lost', { path: rootOf(places.source) });
    if (trouble.code === 'ENOENT' && (await this.#isAway(line))) return;
    line.tear();
    this.#unread.add(path);
    this.context.note('unread', { path, pass: this.pass, ...trouble });
  }

  #move(
    { path, group, bytes: bytesBefore }: { path: string; group: GroupId; bytes: number },
    move: Pick<FileMove, 'kind' | 'bytes' | 'bytesAfter' | 'replaced'>,
  ): void {
    this.set.move({ path, group, pass: this.pass, bytesBefore, ...move }, this.context);
  }

  #progress(bytes: number, file: string | null): void {
    this.#shown = Math.min(this.#total, this.#shown + bytes);
    this.context.progress({
      pass: this.pass,
      groups: this.set.options.progress.map((group) => ({ ...group })),
      file,
      bytesDone: this.#shown,
      bytes: this.#total,
    });
  }
}

/** Whether something of that name is there; also when that cannot be said. */
async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ENOENT';
  }
}

const isFile = (file: SourceFile | null): file is SourceFile => file !== null;

function fileOf(line: LedgerLine | undefined): SourceFile | null {
  return line
    ? { path: line.entry.path, bytes: line.entry.bytes, role: line.entry.role, group: line.entry.group }
    : null;
}
