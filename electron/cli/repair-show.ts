import { RepairView } from '../../shared/repair';
import { repairCliWords as words } from '../../shared/words/cli-repair';
import { repairLines, rowLines } from '../../shared/words/cli-repair-lines';
import { nextLines } from '../../shared/words/cli-repair-next';
import type { Session } from './command';
import { exitCodes } from './exit-codes';
import { printOutput } from './live-output';
import { tellRestoreNext } from './restore-show';

/** A repair for programs: what the contract names, and nothing that the engine keeps with it for itself. */
export function objectOf(repair: RepairView, { out }: Session): void {
  out.object('repair', { repair: RepairView.parse(repair) });
}

/** Says what has to happen next in a repair, and with which commands; behind its end comes what it was made for. */
export async function tellNext(repair: RepairView, session: Session): Promise<void> {
  const { engine, out } = session;
  if (repair.next.needs === 'finished' && (await engine.restores.isRestore(repair.id))) {
    await tellRestoreNext(await engine.restores.view(repair.id), session);
    return;
  }
  out.line();
  for (const line of nextLines(repair)) out.line(line);
}

/** `postbag repair list` */
export async function listCommand({ engine, out }: Session): Promise<number> {
  const repairs = await engine.repairs.list();
  out.object('repairs', { repairs });
  if (repairs.length === 0) out.line(words.none);
  for (const row of repairs) for (const line of rowLines(row)) out.line(line);
  return exitCodes.verified;
}

/** `postbag repair show <id> [--output step]` */
export async function showCommand(id: string, step: string | undefined, session: Session): Promise<number> {
  if (step === undefined) await showRepair(await session.engine.repairs.view(id), session);
  else await printOutput(id, step, session);
  return exitCodes.verified;
}

/** All that there is to know about a repair. */
export async function showRepair(repair: RepairView, session: Session): Promise<void> {
  objectOf(repair, session);
  for (const line of repairLines(repair)) session.out.line(line);
  await tellNext(repair, session);
}
