import path from 'node:path';
import type { RestoreView } from '../../shared/proof';
import type { RunRecord } from '../../shared/run';
import { restoreCliWords as words } from '../../shared/words/cli-restore';
import { PostbagError } from '../run/errors';
import { listBags, type ListedBag } from '../vault/list-bags';
import type { Session } from './command';
import { exitCodeOf, exitCodes } from './exit-codes';
import { runSteps } from './repair-run';
import { checkRestore, stageRestore, wentThrough } from './restore-run';
import { restoreObject, tellRestoreNext } from './restore-show';

/**
 * `postbag prove <bag or post office> [--in vault]`: the drill. Ends with 0 when everything that a machine can do is good, with
 * 3 when something was found or a person is needed before, as with 1 when a run failed.
 */
export async function proveCommand(
  target: string,
  vault: string | undefined,
  session: Session,
): Promise<number> {
  const { engine } = session;
  const found = await bagToProve(target, vault, session);
  const staged = await stageRestore(found.bag, found.vault, { purpose: 'prove', procedure: null }, session);
  if (!wentThrough(staged)) return exitCodeOf(staged.verdict);
  const { id } = staged;
  const runs: RunRecord[] = [staged];
  if ((await engine.restores.view(id)).next === 'repair') {
    const repaired = await repairWithoutAnybody(id, session);
    if (repaired && !wentThrough(repaired)) return await tellEnd(id, exitCodeOf(repaired.verdict), session);
  }
  const checksAreNext = (await engine.restores.view(id)).next === 'checks';
  if (checksAreNext) runs.push(await checkRestore(id, session));
  const failed = runs.find((run) => !wentThrough(run));
  if (failed) return await tellEnd(id, exitCodeOf(failed.verdict), session);
  const good = checksAreNext && runs.every(({ verdict }) => verdict === 'verified');
  return await tellEnd(id, good ? exitCodes.verified : exitCodes.findings, session);
}

/** @returns how the repair ended; null when nothing of it can be run without a person */
async function repairWithoutAnybody(id: string, session: Session): Promise<RunRecord | null> {
  try {
    return await runSteps(await session.engine.repairs.view(id), { all: true, name: '' }, session);
  } catch (error) {
    if (!(error instanceof PostbagError) || error.code !== 'password-needed') throw error;
    session.out.line(words.drillPassword(String(error.params['postOffice'])));
    return null;
  }
}

async function tellEnd(id: string, exitCode: number, session: Session): Promise<number> {
  const restore = await session.engine.restores.view(id);
  restoreObject(restore, session);
  session.out.line();
  session.out.line(endWords(restore, exitCode));
  await tellRestoreNext(restore, session);
  return exitCode;
}

function endWords({ next }: RestoreView, exitCode: number): string {
  if (exitCode === exitCodes.verified) return words.drillEnd;
  return next === 'answers' || next === 'sign' ? words.drillFindings : words.drillPerson;
}

/** A bag by its folder, or the newest one of a post office. @throws PostbagError `bag-not-found` */
async function bagToProve(
  target: string,
  wanted: string | undefined,
  { engine }: Session,
): Promise<{ bag: ListedBag; vault: string }> {
  const known = engine.postOffices.byNameOrPath(target);
  if (!known) return await engine.bags.at(path.resolve(target));
  const vaults = wanted === undefined ? engine.settings.get().vaults.map((one) => one.path) : [wanted];
  let newest: { bag: ListedBag; vault: string; at: string } | null = null;
  for (const vault of vaults.map((folder) => path.resolve(folder))) {
    for (const bag of await listBags(vault).catch(() => [])) {
      const { record } = bag;
      if (record?.postOffice.id !== known.id) continue;
      if (newest === null || record.copiedAt > newest.at) newest = { bag, vault, at: record.copiedAt };
    }
  }
  if (newest === null) {
    throw new PostbagError('request', 'bag-not-found', { bag: words.noBag(known.name) });
  }
  return newest;
}
