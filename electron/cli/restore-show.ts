import path from 'node:path';
import { RestoreRow, RestoreView } from '../../shared/proof';
import { restoreCliWords as words } from '../../shared/words/cli-restore';
import { proofLines, restoreLines, restoreRowLines } from '../../shared/words/cli-restore-lines';
import { restoreNextLines } from '../../shared/words/cli-restore-next';
import { PostbagError } from '../run/errors';
import type { Session } from './command';
import { exitCodes } from './exit-codes';

/** A restore for programs: what the contract names, and nothing that the engine keeps with it for itself. */
export function restoreObject(restore: RestoreView, { out }: Session): void {
  out.object('restore', { restore: RestoreView.parse(restore) });
}

/** Says what has to happen next in a restore, and with which commands. */
export async function tellRestoreNext(restore: RestoreView, { engine, out }: Session): Promise<void> {
  const repair = await engine.repairs.view(restore.id);
  out.line();
  for (const line of restoreNextLines(restore, repair)) out.line(line);
}

/** `postbag restore list` */
export async function listRestoresCommand({ engine, out }: Session): Promise<number> {
  const restores = await engine.restores.list();
  out.object('restores', { restores: restores.map((row) => RestoreRow.parse(row)) });
  if (restores.length === 0) out.line(words.none);
  for (const row of restores) for (const line of restoreRowLines(row)) out.line(line);
  return exitCodes.verified;
}

/** `postbag restore show <id>` */
export async function showRestoreCommand(id: string, session: Session): Promise<number> {
  const restore = await session.engine.restores.view(id);
  restoreObject(restore, session);
  for (const line of restoreLines(restore, Date.now())) session.out.line(line);
  await tellRestoreNext(restore, session);
  return exitCodes.verified;
}

/** `postbag proofs <bag>`: ends with 3 where none of them can be believed. */
export async function proofsCommand(folder: string, { engine, out }: Session): Promise<number> {
  const { bag } = await engine.bags.at(path.resolve(folder));
  if (bag.record === null) throw new PostbagError('check', 'bag-has-no-format', { bag: bag.name });
  const proofs = await engine.proofs.list(bag.folder);
  out.object('proofs', { bag: bag.folder, proofs });
  if (proofs.length === 0) out.line(words.noProofs);
  for (const proof of proofs) for (const line of proofLines(proof)) out.line(line);
  const proven = proofs.find(({ state }) => state === 'good' || state === 'other-key');
  return proven?.outcome === 'proven' ? exitCodes.verified : exitCodes.findings;
}
