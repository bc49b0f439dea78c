import path from 'node:path';
import type { Answer, Overrule, RestoreView } from '../../shared/proof';
import { restoreCliWords as words } from '../../shared/words/cli-restore';
import type { Session } from './command';
import { exitCodes } from './exit-codes';
import { restoreObject, tellRestoreNext } from './restore-show';

/** `postbag restore overrule <id> <what>`: somebody goes on against what Postbag advises. */
export async function overruleCommand(
  id: string,
  what: Overrule['what'],
  { reason, by }: { readonly reason: string; readonly by: string },
  session: Session,
): Promise<number> {
  const restore = await session.engine.restores.overrule(id, { what, reason, by });
  session.out.line(words.overruled(what));
  return await tell(restore, session);
}

/** `postbag restore answer <id> <item> <answer>` */
export async function answerCommand(
  id: string,
  item: string,
  given: { readonly answer: Answer; readonly note: string; readonly by: string },
  session: Session,
): Promise<number> {
  const restore = await session.engine.restores.answer(id, item, given);
  session.out.line(words.answered(item, given.answer));
  if (given.answer === 'no') session.out.line(words.no);
  return await tell(restore, session);
}

/** `postbag restore evidence <id> <item> <file>` */
export async function evidenceCommand(
  id: string,
  item: string,
  file: string,
  session: Session,
): Promise<number> {
  const restore = await session.engine.restores.attach(id, item, path.resolve(file));
  const name = restore.evidence[item]?.at(-1)?.name ?? path.basename(file);
  session.out.line(words.kept(name, item));
  return await tell(restore, session);
}

/** `postbag restore sign <id>`: ends with 3 when what was signed is “not proven”. */
export async function signCommand(id: string, by: string, session: Session): Promise<number> {
  const restore = await session.engine.proofs.sign(id, by);
  const { signature } = restore;
  if (signature) {
    session.out.line(words.signed(signature.outcome, signature.by, signature.at));
    for (const line of words.certificate(signature.file)) session.out.line(line);
  }
  await tell(restore, session);
  return signature?.outcome === 'proven' ? exitCodes.verified : exitCodes.findings;
}

async function tell(restore: RestoreView, session: Session): Promise<number> {
  restoreObject(restore, session);
  await tellRestoreNext(restore, session);
  return exitCodes.verified;
}
