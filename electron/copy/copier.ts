import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FileRole, GroupId } from '../../shared/postoffice';
import type { Source } from '../postoffice/source';
import { Cancelled } from '../run/errors';
import { Folders, inside } from './folders';
import type { CopiedFile, CopyTrouble, Donor } from './job';
import { eachInLanes } from './lanes';
import type { CopyPool } from './pool';

/** A file to copy; its path is relative to the post office, with `/`. Bytes as the inventory saw them. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  readonly role: FileRole;
  readonly group: GroupId;
}

export interface FilesToCopy {
  readonly files: readonly SourceFile[];
  readonly source: Source;
  /** Absolute. The folder that it lies in must be there; it is never made. */
  readonly target: string;
  /** What may hold the same bytes already. */
  readonly donor: (file: SourceFile) => Donor | null;
  /** What the bytes must hash to, where that is known. */
  readonly sha256?: (file: SourceFile) => string | null;
  /** How long a file that cannot be opened because somebody holds it is tried again, ms. */
  readonly lockedWaitMs: number;
}

export interface CopyListener {
  /** `waited`: somebody held it, and it had to be waited for. */
  readonly copied: (file: SourceFile, copied: CopiedFile, waited: boolean) => void;
  /** May throw: then no further file is begun, and the error is the outcome. */
  readonly trouble: (file: SourceFile, trouble: CopyTrouble) => void | Promise<void>;
  readonly bytes: (file: SourceFile, bytes: number) => void;
}

/** Files that are given to the pool at a time: enough that no thread ever waits for the next one. */
const IN_FLIGHT = 48;

/** Pause before held files are tried again, ms; doubled each time up to the second figure. */
const BACK_OFF = { first: 100, most: 2000 };

/**
 * Copies files of one group, several at a time, the largest first so that no thread is left alone with it at the end.
 * Returns when every one of them is finished: that is the barrier between groups (domain.md 1.5), so the next group must
 * not be begun before.
 *
 * A file that somebody holds is tried again when the others are done, again and again until the limit has passed.
 *
 * @throws what `trouble` threw first; Cancelled when the pool was cancelled
 */
export async function copyFiles(pool: CopyPool, job: FilesToCopy, listener: CopyListener): Promise<void> {
  const folders = new Folders(job.target);
  const began = performance.now();
  const wasHeld = new Set<string>();
  const one = async (file: SourceFile): Promise<CopyTrouble | null> => {
    const target = inside(job.target, file.path);
    const noFolder = await folders.make(path.dirname(target));
    if (noFolder) return noFolder;
    const outcome = await pool.do(
      {
        kind: 'copy',
        source: inside(job.source, file.path),
        target,
        donor: job.donor(file),
        patient: job.lockedWaitMs > 0,
        sha256: job.sha256?.(file) ?? null,
      },
      (bytes) => listener.bytes(file, bytes),
    );
    if ('trouble' in outcome) {
      if (outcome.trouble.side === 'cancelled') throw new Cancelled('cancelled');
      return outcome.trouble;
    }
    listener.copied(file, outcome.answer, wasHeld.has(file.path));
    return null;
  };
  const tryAll = async (files: readonly SourceFile[], last: boolean): Promise<SourceFile[]> => {
    const held: SourceFile[] = [];
    const act = async (file: SourceFile): Promise<void> => {
      const trouble = await one(file);
      if (trouble?.side === 'locked' && !trouble.range && !last) {
        held.push(file);
        wasHeld.add(file.path);
      } else if (trouble) await listener.trouble(file, trouble);
    };
    await eachInLanes(files, IN_FLIGHT, act, () => pool.cancel());
    return held;
  };
  let held = await tryAll(largestFirst(job.files), job.lockedWaitMs === 0);
  for (let pause = BACK_OFF.first; held.length > 0; pause = Math.min(BACK_OFF.most, pause * 2)) {
    const left = job.lockedWaitMs - (performance.now() - began);
    await sleep(Math.max(0, Math.min(pause, left)));
    held = await tryAll(held, left <= pause);
  }
}

function largestFirst(files: readonly SourceFile[]): SourceFile[] {
  return [...files].sort((a, b) => b.bytes - a.bytes);
}
