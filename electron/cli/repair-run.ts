import path from 'node:path';
import { proceduresFor, type Dialect, type ProcedureId } from '../../shared/procedures';
import type { RepairView } from '../../shared/repair';
import { mayBeLeftOut } from '../../shared/repair-next';
import type { RunRecord } from '../../shared/run';
import { repairCliWords as words } from '../../shared/words/cli-repair';
import { PostbagError } from '../run/errors';
import { askPassword } from './ask-password';
import type { Session } from './command';
import { exitCodeOf, exitCodes } from './exit-codes';
import { liveOutput } from './live-output';
import { objectOf, tellNext } from './repair-show';
import { followPlan } from './run-command';

/** What commander makes of the options of `repair begin`. */
export interface BeginArguments {
  readonly procedure?: ProcedureId;
  readonly dialect?: Dialect;
}

/** What commander makes of the options of `repair run`. */
export interface RunArguments {
  readonly all: boolean;
  readonly name?: string;
}

/** `postbag repair begin <bag>`: makes the private copy. Ends as its run did. */
export async function beginCommand(
  folder: string,
  { procedure = null, dialect = null }: { procedure?: ProcedureId | null; dialect?: Dialect | null },
  session: Session,
): Promise<number> {
  const { engine, out } = session;
  const { bag, vault } = await engine.bags.at(path.resolve(folder));
  const fitting = bag.record ? proceduresFor(bag.record.format, bag.record.practice) : [];
  if (procedure !== null && bag.record && !fitting.includes(procedure)) {
    return out.wrongCall(words.doesNotFit(procedure, fitting));
  }
  const plan = await engine.repairs.planStage(bag, vault, { procedure, dialect });
  const { id, verdict } = await followPlan(plan, session);
  if (verdict === 'verified' || verdict === 'findings') {
    const repair = await engine.repairs.view(id);
    objectOf(repair, session);
    out.line(words.begun(id));
    await tellNext(repair, session);
  }
  return exitCodeOf(verdict);
}

/**
 * `postbag repair run <id>`: the next step, or all that can be run. Ends with 3 when a person is needed, before or after.
 * @throws PostbagError `password-needed` and what keeps a step from being planned
 */
export async function runCommand(
  id: string,
  { all, name = '' }: { all: boolean; name?: string },
  session: Session,
): Promise<number> {
  const { engine } = session;
  const before = await engine.repairs.view(id);
  const run = await runSteps(before, { all, name }, session);
  if (run === null) return await showNext(before, session);
  const after = await engine.repairs.view(id);
  if (run.verdict !== 'verified' && run.verdict !== 'findings') {
    objectOf(after, session);
    return exitCodeOf(run.verdict);
  }
  return await showNext(after, session);
}

/**
 * Runs the next step, or all that can be run, and tells what the tools say.
 * @returns how the run ended; null when a person is needed first
 * @throws as `runCommand`
 */
export async function runSteps(
  repair: RepairView,
  { all, name }: { readonly all: boolean; readonly name: string },
  session: Session,
): Promise<RunRecord | null> {
  const { id } = repair;
  if (!canRun(repair, all)) return null;
  if (needsPassword(repair, all)) await ask(repair, session);
  const plan = await session.engine.repairs.planSteps(id, { all, typedName: name });
  return await followPlan(plan, session, liveOutput(id, session));
}

async function showNext(repair: RepairView, session: Session): Promise<number> {
  objectOf(repair, session);
  await tellNext(repair, session);
  return canRun(repair, true) || repair.next.needs === 'finished' ? exitCodes.verified : exitCodes.findings;
}

/** Whether a run could do something with the next step: run it, or leave it out on the way to those behind it. */
function canRun({ steps, next, damaged }: RepairView, all: boolean): boolean {
  const step = steps.find(({ id }) => id === next.step);
  if (!step || damaged) return false;
  return next.needs === 'run' || (all && next.needs === 'line' && mayBeLeftOut(step, steps));
}

/** Whether a step that may be run is handed the password, and nobody has said it. */
function needsPassword({ steps, next, password }: RepairView, all: boolean): boolean {
  const from = steps.findIndex(({ id }) => id === next.step);
  const coming = steps.slice(from, all ? undefined : from + 1);
  return !password.known && coming.some((step) => step.needsPassword);
}

async function ask({ id, postOffice }: RepairView, { engine, signal }: Session): Promise<void> {
  const password = await askPassword(words.askPassword(postOffice), signal);
  if (password === '') throw new PostbagError('request', 'password-needed', { postOffice });
  await engine.repairs.setPassword(id, password, false);
}
