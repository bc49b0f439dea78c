import type { RepairView } from '../../shared/repair';
import type { Session } from './command';
import { exitCodes } from './exit-codes';
import { objectOf, tellNext } from './repair-show';

/** Who decided, and what is to be kept with it. */
export interface Decided {
  readonly by: string;
  readonly note: string;
}

/** `postbag repair confirm <id> <step>`: somebody has read what its tool said, and goes on. */
export async function confirmCommand(
  id: string,
  step: string,
  { by, note }: Decided,
  session: Session,
): Promise<number> {
  return await tell(await session.engine.repairs.confirm(id, step, { by, note }), session);
}

/** `postbag repair skip <id> <step>`: somebody leaves it out. */
export async function skipCommand(
  id: string,
  step: string,
  { by, note }: Decided,
  session: Session,
): Promise<number> {
  return await tell(await session.engine.repairs.skip(id, step, { by, note }), session);
}

/** `postbag repair back <id> <step>`: the copy becomes what it was before that step. */
export async function backCommand(id: string, step: string, by: string, session: Session): Promise<number> {
  return await tell(await session.engine.repairs.takeBack(id, step, by), session);
}

/** `postbag repair line <id> <step> <line>`: the command line of a step that was not run yet. */
export async function lineCommand(
  id: string,
  step: string,
  line: string,
  remember: boolean,
  session: Session,
): Promise<number> {
  return await tell(await session.engine.repairs.setLine(id, step, line, remember), session);
}

async function tell(repair: RepairView, session: Session): Promise<number> {
  objectOf(repair, session);
  await tellNext(repair, session);
  return exitCodes.verified;
}
