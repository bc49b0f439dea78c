import path from 'node:path';
import { describeError, PostbagError, systemCode } from '../../run/errors';
import { isCancel } from '../../run/findings';

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** What the system refused at or beside a place, as a person is told; errors that say more themselves stay as they are. */
export function refusedAt(target: string, cause: unknown): unknown {
  if (cause instanceof PostbagError || isCancel(cause)) return cause;
  const reason = systemCode(cause) || describeError(cause);
  if (full.has(reason)) {
    return new PostbagError('restore', 'place-full', { folder: path.dirname(target), reason }, { cause });
  }
  return new PostbagError('restore', 'target-not-writable', { target, reason }, { cause });
}

/** The codes with which Windows refuses to rename a folder in which a file is open; elsewhere only a busy one is in use. */
const inUse: ReadonlySet<string> = new Set(
  process.platform === 'win32' ? ['EPERM', 'EACCES', 'EBUSY'] : ['EBUSY', 'ETXTBSY'],
);

/** The same of a folder that could not be renamed. */
export function notMoved(target: string, cause: unknown): unknown {
  const reason = systemCode(cause);
  if (inUse.has(reason)) return new PostbagError('restore', 'target-in-use', { target, reason }, { cause });
  if (reason === 'EXDEV') return new PostbagError('restore', 'target-other-volume', { target }, { cause });
  return refusedAt(target, cause);
}

/** The private copy cannot be read. */
export function copyUnreadable(postOffice: string, cause: unknown): unknown {
  if (cause instanceof PostbagError || isCancel(cause)) return cause;
  const reason = systemCode(cause) || describeError(cause);
  return new PostbagError('restore', 'repair-damaged', { postOffice, reason }, { cause });
}
