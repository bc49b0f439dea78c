import path from 'node:path';
import { proceduresFor, type ProcedureId } from '../../shared/procedures';
import type { RestorePurpose } from '../../shared/proof';
import type { Plan, RunRecord } from '../../shared/run';
import { repairCliWords } from '../../shared/words/cli-repair';
import { restoreCliWords as words } from '../../shared/words/cli-restore';
import { checkLines } from '../../shared/words/cli-restore-lines';
import type { ListedBag } from '../vault/list-bags';
import type { Session } from './command';
import { exitCodeOf } from './exit-codes';
import { restoreObject, tellRestoreNext } from './restore-show';
import { followPlan } from './run-command';

/** What commander makes of the options of `restore begin`. */
export interface BeginRestoreArguments {
  readonly prove: boolean;
  readonly procedure?: ProcedureId;
}

/** Whether a run came to its end, be it with findings. */
export const wentThrough = ({ verdict }: Pick<RunRecord, 'verdict'>): boolean =>
  verdict === 'verified' || verdict === 'findings';

/** Says what may be missing, verifies a bag and makes its private copy. @returns how that run ended */
export async function stageRestore(
  bag: ListedBag,
  vault: string,
  wanted: { readonly purpose: RestorePurpose; readonly procedure: ProcedureId | null },
  session: Session,
): Promise<RunRecord> {
  const { engine, out } = session;
  const { recoveryPoint = null, copiedAt = null } = bag.record ?? {};
  out.object('loss', { recoveryPoint, sealedAt: copiedAt });
  const loss = words.loss(recoveryPoint, copiedAt, Date.now());
  // A proof goes nowhere, so nobody has to be told of it.
  for (const line of wanted.purpose === 'prove' ? loss.slice(0, 1) : loss) out.line(line);
  out.line();
  return await followPlan(await engine.restores.plan(bag, vault, wanted), session);
}

/** `postbag restore begin <bag> [--prove] [--procedure id]`: ends as its run did. */
export async function beginRestoreCommand(
  folder: string,
  { prove, procedure = null }: { prove: boolean; procedure?: ProcedureId | null },
  session: Session,
): Promise<number> {
  const { engine, out } = session;
  const { bag, vault } = await engine.bags.at(path.resolve(folder));
  const fitting = bag.record ? proceduresFor(bag.record.format, bag.record.practice) : [];
  if (procedure !== null && bag.record && !fitting.includes(procedure)) {
    return out.wrongCall(repairCliWords.doesNotFit(procedure, fitting));
  }
  const wanted = { purpose: prove ? 'prove' : 'restore', procedure } as const;
  const run = await stageRestore(bag, vault, wanted, session);
  if (wentThrough(run)) {
    const restore = await engine.restores.view(run.id);
    restoreObject(restore, session);
    out.line(words.begun(run.id));
    await tellRestoreNext(restore, session);
  }
  return exitCodeOf(run.verdict);
}

/** Makes the automatic checks and says what each found. @returns how that run ended */
export async function checkRestore(id: string, session: Session): Promise<RunRecord> {
  const { engine, out } = session;
  const run = await followPlan(await engine.restores.planChecks(id), session);
  if (wentThrough(run)) {
    out.line();
    const { checks } = await engine.restores.view(id);
    for (const check of checks) for (const line of checkLines(check)) out.line(line);
  }
  return run;
}

/** `postbag restore check <id>`: 3 when something is not good. */
export async function checkRestoreCommand(id: string, session: Session): Promise<number> {
  const { verdict } = await checkRestore(id, session);
  return await tellAfter(id, verdict, session);
}

/** `postbag restore online <id> [--to folder]` */
export async function onlineCommand(id: string, to: string | undefined, session: Session): Promise<number> {
  const target = to === undefined ? null : path.resolve(to);
  return await carryOut(id, await session.engine.online.plan(id, target), session);
}

/** `postbag restore swap-back <id>` */
export async function swapBackCommand(id: string, session: Session): Promise<number> {
  return await carryOut(id, await session.engine.online.planSwapBack(id), session);
}

async function carryOut(id: string, plan: Plan, session: Session): Promise<number> {
  const { verdict } = await followPlan(plan, session);
  return await tellAfter(id, verdict, session);
}

async function tellAfter(id: string, verdict: RunRecord['verdict'], session: Session): Promise<number> {
  const restore = await session.engine.restores.view(id);
  restoreObject(restore, session);
  if (wentThrough({ verdict })) await tellRestoreNext(restore, session);
  return exitCodeOf(verdict);
}
