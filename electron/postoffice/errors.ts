import { Cancelled, PostbagError, systemCode } from '../run/errors';

/**
 * What to throw when the folder a person named cannot be listed: `post-office-not-found` when it is not there or is no
 * folder, else `post-office-unreadable`; `reason` is the system's code. What is no system error is returned as it is.
 */
export function folderError(folder: string, error: unknown): unknown {
  const reason = systemCode(error);
  if (error instanceof Cancelled || error instanceof PostbagError || reason === '') return error;
  const gone = reason === 'ENOENT' || reason === 'ENOTDIR';
  const code = gone ? 'post-office-not-found' : 'post-office-unreadable';
  return new PostbagError('check', code, { path: folder, reason }, { cause: error });
}
