import type { FileChange, Origin } from '../../shared/run';
import type { BlockTable } from './blocks';
import type { FileState } from './change';

/** A file that may hold the same bytes already: in the newest bag, or kept in the bag that is being made. */
export interface Donor {
  /** Absolute path; the target itself when `origin` is `kept`. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly origin: Exclude<Origin, 'copied'>;
}

/** One file to copy. Absolute paths. */
export interface CopyJob {
  readonly kind: 'copy';
  readonly source: string;
  readonly target: string;
  readonly donor: Donor | null;
  /** Whether a locked region is waited for. */
  readonly patient: boolean;
  /** What the bytes must hash to, where that is known before: a file that is copied out of a bag. */
  readonly sha256: string | null;
}

/** A stretch of a copied file to read again and compare. */
export interface ComparePiece {
  /** Absolute paths. */
  readonly source: string;
  readonly target: string;
  /** Bytes of the whole copy. */
  readonly bytes: number;
  /** Where the piece begins: at a block border. */
  readonly from: number;
  /** Where it ends; the last piece of a file reads on to where the file ends now. */
  readonly to: number;
  readonly last: boolean;
  /** Digests of the blocks from `from` on, of what the copy holds. */
  readonly table: BlockTable;
}

export interface CompareJob {
  readonly kind: 'compare';
  readonly pieces: readonly ComparePiece[];
}

/** A copy whose blocks were replaced: its checksum is computed anew, and its blocks are compared with the table. */
export interface RehashJob {
  readonly kind: 'rehash';
  readonly file: string;
  readonly bytes: number;
  /** Null when it is not known block by block what the copy holds. */
  readonly table: BlockTable | null;
}

export type Job = CopyJob | CompareJob | RehashJob;

/** What came of a copy. Bytes; times in ms since 1970 UTC, or ISO 8601 UTC where they are text. */
export interface CopiedFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly modified: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly change: FileChange | null;
  readonly origin: Origin;
  readonly table: BlockTable;
  readonly seen: Seen;
  /** How long locks were waited for, ms. */
  readonly waitedMs: number;
}

/** A file's state before and after it was read, and when it was looked at (`at`, `until`: ms since 1970 UTC). */
export interface Seen {
  readonly at: number;
  readonly before: FileState;
  readonly until: number;
  readonly after: FileState;
}

/** What came of comparing one piece. */
export interface ComparedPiece {
  readonly seen: Seen;
  /** Bytes that were read. */
  readonly read: number;
  /** Size of the file, told by its last piece; the copy has it now. */
  readonly size: number;
  /** Blocks that were replaced in the copy, by their index in the file, and what they hold now. */
  readonly blocks: readonly number[];
  readonly digests: BlockTable;
  /** Bytes that differed, in steps of a database page. */
  readonly moved: number;
  /**
   * The copy could not be brought up to date block by block: it shares its bytes with another bag, or the file shrank
   * while it was read. It has to be copied as a whole.
   */
  readonly redo: boolean;
}

export interface Rehashed {
  readonly sha256: string;
}

/**
 * Why something was not done: `source` and `target` with the system's code, `locked` when another program kept it from
 * being read, `differs` when what is there is not what was written, `special` when it is no plain file (any more),
 * `thread` when the copying thread died, `cancelled`.
 */
export interface CopyTrouble {
  readonly side: 'source' | 'locked' | 'target' | 'differs' | 'special' | 'thread' | 'cancelled';
  readonly code: string;
  readonly message: string;
  /** The locked bytes, where only some are. */
  readonly range?: { readonly from: number; readonly to: number };
}

/** The answer to each kind of job. */
export interface Answers {
  readonly copy: CopiedFile;
  readonly compare: readonly (ComparedPiece | CopyTrouble)[];
  readonly rehash: Rehashed;
}

/** What a worker says. Progress counts bytes read since its last message. */
export type WorkerAnswer =
  | { readonly type: 'progress'; readonly id: number; readonly bytes: number }
  /** Only the disk is still at work for this job: the worker can begin another one. */
  | { readonly type: 'free'; readonly id: number }
  | { readonly type: 'done'; readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly type: 'trouble'; readonly id: number; readonly trouble: CopyTrouble };

/** What a copying thread is started with. */
export interface CopyWorkerInput {
  readonly cancelled: SharedArrayBuffer;
  /** Absolute path of the bundled `hash-worker`. */
  readonly hashEntry: string;
  /** How long one locked file or region is waited for, ms. */
  readonly lockedWaitMs: number;
}
