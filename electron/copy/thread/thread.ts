import { CopyFailed } from './failed';
import type { BlockDigest } from './digest';
import type { HashBeside } from './hash-beside';
import type { Ring } from './ring';
import type { Sharing } from './share';

/** What the jobs of one copying thread work with. Jobs use the ring one after the other. */
export interface CopyThread {
  readonly ring: Ring;
  readonly digest: BlockDigest;
  readonly hash: HashBeside;
  readonly sharing: Sharing;
  /** How long one locked region is waited for, ms. */
  readonly lockedWaitMs: number;
  /** Asked before every segment. */
  readonly isCancelled: () => boolean;
  readonly onBytes: (bytes: number) => void;
  /** Called when a job needs the ring no more: only the disk is still at work for it. */
  readonly free: () => Promise<void>;
}

/** @throws CopyFailed `cancelled` */
export function stopIfCancelled(thread: Pick<CopyThread, 'isCancelled'>): void {
  if (thread.isCancelled()) throw new CopyFailed({ side: 'cancelled', code: '', message: 'cancelled' });
}
