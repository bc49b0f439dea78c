import { z } from 'zod';
import { describeError, PostbagError } from '../../run/errors';
import type { RunProgram } from '../../run/program';
import type { UndoHandler } from '../../run/step';
import type { Closing, Place } from '../adapter';
import { runScript, ScriptError } from '../../run/windows/powershell';
import { CheckAnswer, CloseAnswer, LookAnswer, OpenAnswer, shareScripts, type Share } from './share-scripts';
import { leadsTo, plainPath } from '../../run/windows/windows-path';

/** What a share is called; a cluster has several of one name, in different scopes. */
const ClosedShares = z.array(z.object({ name: z.string(), scope: z.string() }));
type ClosedShares = z.infer<typeof ClosedShares>;

/**
 * The shares that people use to reach a folder, and which can be closed. Administrators' own ones, such as `C$`, cannot.
 */
export const ordinary = (shares: readonly Share[], root: string): Share[] =>
  shares.filter(({ special, path }) => !special && leadsTo(path, root));

/** @throws PostbagError `closed-by-somebody-else`, `close-failed` */
async function orCloseFailed<T>(shares: ClosedShares, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ScriptError && cause.id === 'Postbag.AlreadyClosed') throw closedAlready(shares);
    const params = { adapter: 'windows-share', reason: describeError(cause) };
    throw new PostbagError('close', 'close-failed', params, { cause });
  }
}

function closedAlready(shares: readonly { readonly name: string }[]): PostbagError {
  const file = shares.map(({ name }) => name).join(', ');
  return new PostbagError('close', 'closed-by-somebody-else', { file });
}

/**
 * Denies Everyone the use of the shares that lead to the post office. That refuses whoever connects from now on; who is
 * in stays in, and has to be disconnected. Postbag is not locked out: it reads by the local path, where the rights of a
 * share do not count, and a post office on another computer is refused before (`look`).
 *
 * A denial cannot say who made it. So a mark with the run's id stands in the registry (HKLM, where only administrators
 * write) before the denial is made, and only a denial with the mark of its own run is ever taken back. Where Everyone is
 * denied already nothing is touched: that was somebody else. This is looked at again right before blocking, since an
 * administrator may do it after the undo was written; without a mark the undo leaves it alone.
 */
export async function closing({ runProgram, root }: Place, runId: string): Promise<Closing> {
  const shares = await orCloseFailed([], async () => {
    const call = { script: shareScripts.look, values: { drive: '' }, answer: LookAnswer };
    const found = await runScript(runProgram, call);
    return ordinary(found.shares, plainPath(root)).map(({ name, scope }) => ({ name, scope }));
  });
  const values = { shares, runId };
  const { denied } = await orCloseFailed(shares, async () => {
    if (shares.length === 0) throw new Error('no share leads there');
    return await runScript(runProgram, { script: shareScripts.check, values, answer: CheckAnswer });
  });
  if (denied.length > 0) throw closedAlready(denied.map((name) => ({ name })));
  return {
    undo: {
      action: 'unblock-windows-share',
      params: { shown: shares.map(({ name }) => name).join(', '), shares: JSON.stringify(shares), runId },
    },
    act: async () => {
      const call = { script: shareScripts.close, values, answer: CloseAnswer };
      await orCloseFailed(shares, async () => await runScript(runProgram, call));
    },
  };
}

/**
 * Makes the undo of closing. `params`: `shares`, JSON with the name and scope of each; `runId`, the run that closed them.
 * The handler takes back a denial that has this run's mark, then the mark. It returns false where the denial is gone, or
 * a share is, or where neither is this run's.
 * @throws when the script could not be run now, as without an administrator's rights
 */
export function makeUnblockWindowsShare(runProgram: RunProgram): UndoHandler {
  return async (params, runId) => {
    if (params['runId'] !== runId) return false;
    const shares = ClosedShares.parse(JSON.parse(String(params['shares'])));
    const call = { script: shareScripts.open, values: { shares, runId }, answer: OpenAnswer };
    return (await runScript(runProgram, call)).acted;
  };
}
