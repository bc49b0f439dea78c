import type { Connection } from '../../../shared/access';
import { connectionName } from '../../../shared/words/access';
import { describeError, PostbagError, systemCode } from '../../run/errors';
import type { Place } from '../adapter';
import { linuxIdentity } from './linux';
import { macIdentity } from './lsof';
import { identityIn, isUntouchable } from './seen-process';
import { endOnWindows } from './windows';

/**
 * Asks a program to end, or ends it at once. Whatever has its number now and is not the same process is left alone.
 * @param force ends it without asking it: what it had not written is lost
 * @throws PostbagError `connection-gone`, `disconnect-failed`
 */
export async function endProcess(place: Place, connection: Connection, force: boolean): Promise<void> {
  const { pid } = connection;
  const who = connectionName(connection);
  if (pid === null || connection.ends === 'no' || isUntouchable(pid)) {
    const reason = 'Postbag does not end this process.';
    throw new PostbagError('close', 'disconnect-failed', { who, reason });
  }
  if (!(await ended(place, { pid, identity: identityIn(connection) }, force, who))) {
    throw new PostbagError('close', 'connection-gone', { who });
  }
}

/** @returns whether it was there */
async function ended(
  { platform, runProgram }: Place,
  { pid, identity }: { readonly pid: number; readonly identity: string },
  force: boolean,
  who: string,
): Promise<boolean> {
  try {
    if (platform === 'win32') return await endOnWindows(runProgram, { pid, since: identity }, force);
    const now = await (platform === 'linux' ? linuxIdentity(pid) : macIdentity(pid, runProgram));
    return now === identity && process.kill(pid, force ? 'SIGKILL' : 'SIGTERM');
  } catch (cause) {
    if (systemCode(cause) === 'ESRCH') return false;
    const params = { who, reason: systemCode(cause) || describeError(cause) };
    throw new PostbagError('close', 'disconnect-failed', params, { cause });
  }
}
