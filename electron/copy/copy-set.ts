import type { GroupId } from '../../shared/postoffice';
import type { FileMove, GroupProgress } from '../../shared/run';
import { Cancelled } from '../run/errors';
import type { RunContext } from '../run/step';
import { SteadyClock } from '../run/clock';
import { copyFiles, type CopyListener, type SourceFile } from './copier';
import { FolderWatch } from './settling/folder-watch';
import type { CopiedFile, CopyTrouble, Donor } from './job';
import type { Ledger } from './ledger';
import type { CopyPool } from './pool';
import { judge, type Places } from './trouble';

/** What the copying steps of one run share. Folders are absolute and known only once earlier steps have run. */
export interface CopySetOptions {
  readonly pool: () => CopyPool;
  readonly places: Places;
  readonly target: () => string;
  readonly ledger: Ledger;
  readonly progress: GroupProgress[];
  readonly donor: (file: SourceFile) => Donor | null;
  /** How long a locked file or region is waited for, ms. */
  readonly lockedWaitMs: number;
  /** Everything that would be copied if the run began now, and all folders (absolute). */
  readonly listNow: (
    signal: AbortSignal,
  ) => Promise<{ files: readonly SourceFile[]; folders: readonly string[] }>;
  /** What an earlier step said must be copied. */
  readonly files: (group: GroupId) => readonly SourceFile[];
}

/** ms between two notes of how far copying has come. */
const NOTE_EVERY = 2000;

/** The set of files that a run copies: copies them, remembers what could not be read, and what moved. */
export class CopySet {
  readonly clock = new SteadyClock();
  /** Files that are not in the copy, and why. */
  readonly unread = new Map<string, CopyTrouble>();
  /** Names that turned out to be no plain files any more. */
  readonly special = new Map<string, CopyTrouble>();
  readonly folders = new FolderWatch();
  /** Files that had to be waited for. */
  readonly waited = new Set<string>();
  /** Files that moved, and files that are gone. */
  readonly moved = new Set<string>();
  /** Those that moved in the newest pass. */
  movedLast = new Set<string>();
  #pass = 0;
  #noted = performance.now();
  readonly vanished = new Set<string>();
  /** The newest pass, or copying again, of this run. */
  pass = 0;
  /** When the last byte of the copy had been read, ms since 1970. */
  readUntil = 0;

  constructor(readonly options: CopySetOptions) {}

  get ledger(): Ledger {
    return this.options.ledger;
  }

  /**
   * Copies files as a whole, several at a time, and returns when all of them are finished.
   * @param pass 0 when the groups are copied for the first time
   * @throws PostbagError when there can be no backup any more; Cancelled
   */
  async copy(
    files: readonly SourceFile[],
    pass: number,
    context: RunContext,
    { donors = true, patient = true } = {},
  ): Promise<void> {
    const { places, target, donor, pool } = this.options;
    const lockedWaitMs = patient ? this.options.lockedWaitMs : 0;
    const job = {
      files,
      source: places.source,
      target: target(),
      donor: (file: SourceFile): Donor | null => (donors ? donor(file) : null),
      lockedWaitMs,
    };
    const listener: CopyListener = {
      bytes: (file, bytes) => {
        if (pass === 0) this.#progress(file, bytes, context);
      },
      copied: (file, copied, waited) => {
        if (waited || copied.waitedMs > 0) this.waited.add(file.path);
        this.#copied(file, copied, pass, context);
      },
      trouble: async (file, trouble) => {
        await judge(file, trouble, places);
        if (trouble.code === 'ENAMETOOLONG') {
          this.special.set(file.path, trouble);
          return;
        }
        // Of what is copied already the copy stays; the next pass reads it again.
        if (!this.ledger.has(file.path)) this.unread.set(file.path, trouble);
      },
    };
    await this.cancellable(context, async () => await copyFiles(pool(), job, listener));
    this.readUntil = this.clock.now();
  }

  /** Works with the pool; a person who cancels stops its threads. @throws Cancelled */
  async cancellable(context: RunContext, act: () => Promise<void>): Promise<void> {
    if (context.signal.aborted) throw new Cancelled('cancelled');
    const stop = (): void => this.options.pool().cancel();
    context.signal.addEventListener('abort', stop, { once: true });
    try {
      await act();
    } finally {
      context.signal.removeEventListener('abort', stop);
    }
  }

  /** Takes down that something moved. */
  move(move: Omit<FileMove, 'at'>, context: RunContext): void {
    if (move.pass !== this.#pass) this.movedLast = new Set();
    this.#pass = move.pass;
    this.movedLast.add(move.path);
    this.moved.add(move.path);
    const at = new Date(this.clock.now()).toISOString();
    context.note('move', { ...move, at } satisfies FileMove);
  }

  #copied(file: SourceFile, copied: CopiedFile, pass: number, context: RunContext): void {
    const entry = this.ledger.add(file, copied, pass);
    this.unread.delete(file.path);
    this.vanished.delete(file.path);
    context.note('file', entry);
    this.#noteProgress(context);
    if (pass > 0) return;
    const mine = this.options.progress.find(({ id }) => id === file.group);
    if (mine) mine.filesDone++;
    const { change } = copied;
    if (!change) return;
    const { bytesBefore, bytesAfter, replaced } = change;
    const kind = bytesAfter === bytesBefore ? 'written' : bytesAfter > bytesBefore ? 'grown' : 'shrunk';
    this.move(
      { path: file.path, group: file.group, pass, kind, bytes: null, bytesBefore, bytesAfter, replaced },
      context,
    );
  }

  /** Now and then on the disk, so that what was copied can be gone on from if the process dies. */
  #noteProgress(context: RunContext): void {
    const now = performance.now();
    if (now - this.#noted < NOTE_EVERY) return;
    this.#noted = now;
    context.setFacts({ files: this.ledger.files, bytes: this.ledger.bytes });
    void context.sync().catch(() => undefined); // what must be on the disk is synced by who says so
  }

  #progress(file: SourceFile, bytes: number, context: RunContext): void {
    const { progress } = this.options;
    const mine = progress.find(({ id }) => id === file.group);
    if (mine) mine.bytesDone = Math.min(mine.bytes, mine.bytesDone + bytes);
    context.progress({
      pass: null,
      groups: progress.map((group) => ({ ...group })),
      file: file.path,
      bytesDone: progress.reduce((sum, group) => sum + group.bytesDone, 0),
      bytes: progress.reduce((sum, group) => sum + group.bytes, 0),
    });
  }
}
