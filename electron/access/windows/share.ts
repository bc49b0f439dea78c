import type { Connection } from '../../../shared/access';
import { connectionName } from '../../../shared/words/access';
import { Cancelled, describeError, PostbagError } from '../../run/errors';
import type { RunProgram } from '../../run/program';
import { unavailable, type AccessAdapter, type Listing, type Look, type Place } from '../adapter';
import { closeWithNet, isOfNet, listWithNet } from './net-files';
import { runScript, ScriptError } from '../../run/windows/powershell';
import { connectionsOf, sessionOf } from './share-connections';
import { closing, ordinary } from './share-closing';
import { EndAnswer, ListAnswer, LookAnswer, shareScripts } from './share-scripts';
import { driveOf, leadsTo, plainPath, serverOf } from '../../run/windows/windows-path';

const ADAPTER = 'windows-share';
const PROGRAM = 'PowerShell';

/** The cmdlets for shares are not there: an old Windows, or PowerShell is forbidden. */
const isMissing = (error: unknown): boolean => error instanceof ScriptError && error.kind === 'missing';

function failedLook(error: unknown): Look {
  if (!(error instanceof ScriptError))
    return unavailable('failed', { program: PROGRAM, reason: describeError(error) });
  if (error.kind === 'no-rights') return unavailable('no-rights', { program: PROGRAM });
  if (error.kind === 'not-understood') return unavailable('not-understood', { program: PROGRAM });
  return unavailable('failed', { program: PROGRAM, reason: error.message });
}

/** Not `program-missing`: that would mean that no share can be there. */
async function lookWithNet(place: Place, root: string): Promise<Look> {
  const reason = {
    code: 'failed' as const,
    params: { program: PROGRAM, reason: 'it has no commands for shares here' },
  };
  try {
    await listWithNet(place.runProgram, root);
    return { lists: true, closes: false, reason, target: '' };
  } catch (error) {
    return error instanceof ScriptError && error.kind === 'no-rights'
      ? unavailable('no-rights', { program: 'openfiles' })
      : { lists: false, closes: false, reason, target: '' };
  }
}

async function look(place: Place): Promise<Look> {
  if (place.platform !== 'win32') return unavailable('other-system');
  const root = plainPath(place.root);
  const elsewhere = serverOf(root);
  // A share that Postbag itself reads through would be closed for Postbag, too.
  if (elsewhere !== null) return unavailable('on-another-computer', { server: elsewhere });
  try {
    const values = { drive: driveOf(root) };
    const found = await runScript(place.runProgram, {
      script: shareScripts.look,
      values,
      answer: LookAnswer,
    });
    const [server] = found.mapped.flatMap((target) => serverOf(target) ?? []);
    if (server !== undefined) return unavailable('on-another-computer', { server });
    const shares = ordinary(found.shares, root);
    // Administrators come in through shares of their own, and are seen.
    const lists = found.shares.some(({ path }) => leadsTo(path, root));
    if (shares.length === 0) return { ...unavailable('not-shared'), lists };
    return { lists, closes: true, reason: null, target: shares.map(({ name }) => name).join(', ') };
  } catch (error) {
    return isMissing(error) ? await lookWithNet(place, root) : failedLook(error);
  }
}

async function list(place: Place, signal: AbortSignal): Promise<Listing> {
  const root = plainPath(place.root);
  const run: RunProgram = async (call) => await place.runProgram({ ...call, signal });
  try {
    try {
      const call = { script: shareScripts.list, values: { root }, answer: ListAnswer };
      const found = await runScript(run, call);
      return {
        connections: connectionsOf(found, root, ordinary(found.shares, root), Date.now()),
        notExamined: 0,
      };
    } catch (error) {
      if (!isMissing(error)) throw error;
      return await listWithNet(run, root);
    }
  } catch (cause) {
    const tooSlow = (signal.reason as { name?: unknown } | undefined)?.name === 'TimeoutError';
    if (signal.aborted && !tooSlow) throw new Cancelled('cancelled');
    const params = { adapter: ADAPTER, reason: tooSlow ? 'timeout' : describeError(cause) };
    throw new PostbagError('close', 'access-failed', params, { cause });
  }
}

/**
 * Closes the session at the server, with everything that it has open there, also on other shares. A session of the same
 * number that somebody else has by now is left alone.
 */
async function disconnect({ runProgram, root }: Place, connection: Connection): Promise<void> {
  const who = connectionName(connection);
  let ended: number;
  try {
    if (isOfNet(connection)) {
      ended = await closeWithNet(runProgram, plainPath(root), connection);
    } else {
      const call = { script: shareScripts.end, values: sessionOf(connection), answer: EndAnswer };
      ({ ended } = await runScript(runProgram, call));
    }
  } catch (cause) {
    const params = { who, reason: describeError(cause) };
    throw new PostbagError('close', 'disconnect-failed', params, { cause });
  }
  if (ended === 0) throw new PostbagError('close', 'connection-gone', { who });
}

/**
 * Sees who uses a post office over a share of this Windows computer, and closes it. Needs an administrator's rights.
 * Where the cmdlets for shares are missing it can still list, with the system's older programs.
 */
export const windowsShare: AccessAdapter = { id: ADAPTER, look, list, closing, disconnect };

export { makeUnblockWindowsShare } from './share-closing';
