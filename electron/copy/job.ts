import type { FileChange } from '../../shared/run';
import type { FileState } from './change';

/** One file for a worker to copy. Absolute paths. */
export interface CopyJob {
  readonly id: number;
  readonly source: string;
  readonly target: string;
}

/** What came of it. Bytes; times in ms since 1970 UTC, or ISO 8601 UTC where they are text. */
export interface CopiedFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly modified: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly change: FileChange | null;
  /** The file's state when it had been read, so that a later look notices what happened since. */
  readonly state: FileState;
}

/**
 * Why a file was not copied: `source` and `target` with the system's code, `differs` when what was read back is not
 * what was written, `special` when it is no plain file (any more), `thread` when the copying thread died, `cancelled`.
 */
export interface CopyTrouble {
  readonly side: 'source' | 'target' | 'differs' | 'special' | 'thread' | 'cancelled';
  readonly code: string;
  readonly message: string;
}

/** What a worker says. Progress counts bytes read since its last message. */
export type WorkerAnswer =
  | { readonly type: 'progress'; readonly id: number; readonly bytes: number }
  | { readonly type: 'copied'; readonly id: number; readonly file: CopiedFile }
  | { readonly type: 'trouble'; readonly id: number; readonly trouble: CopyTrouble };
