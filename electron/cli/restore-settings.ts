import { ProofReminder, ProofSettings } from '../../shared/proof';
import { restoreCliWords as words } from '../../shared/words/cli-restore';
import { PostbagError } from '../run/errors';
import type { Session } from './command';
import { exitCodes } from './exit-codes';
import { onList } from './inventory';
import { readSettingsFile } from './settings-file';

/** What commander makes of the options of `restore checklist`. */
export interface ChecklistArguments {
  readonly import?: string;
  readonly usual: boolean;
}

/**
 * `postbag restore checklist <post office> [--import file] [--usual]`: prints its checklist, as JSON, or takes it from such a
 * file. Proofs that were begun keep theirs.
 * @throws PostbagError `bad-request`
 */
export async function checklistCommand(
  target: string,
  { import: file, usual }: ChecklistArguments,
  session: Session,
): Promise<number> {
  const { engine, out } = session;
  const { id, name } = onList(target, session);
  if (usual) engine.proofs.setChecklist(id, null);
  else if (file !== undefined) {
    const { items } = await readSettingsFile(file, ProofSettings);
    mustDiffer(items.map((item) => item.id));
    engine.proofs.setChecklist(id, items);
  }
  const { checklist, checklistIsUsual } = await engine.postOffices.detail(id);
  const settings: ProofSettings = { items: checklist };
  out.object('checklist', { postOffice: name, usual: checklistIsUsual, settings });
  out.line(JSON.stringify(settings, null, 2));
  return exitCodes.verified;
}

/** One answer would count for both. */
function mustDiffer(ids: readonly string[]): void {
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw new PostbagError('request', 'bad-request', { reason: words.twice(twice) });
}

/** `postbag restore remind [--days n] [--bags n]` */
export async function remindCommand(
  wanted: Partial<ProofReminder>,
  { engine, out }: Session,
): Promise<number> {
  const { days = engine.proofs.reminder.days, bags = engine.proofs.reminder.bags } = wanted;
  if (wanted.days !== undefined || wanted.bags !== undefined) engine.proofs.setReminder({ days, bags });
  const { reminder } = engine.proofs;
  out.object('reminder', { ...reminder });
  out.line(words.reminder(reminder));
  return await Promise.resolve(exitCodes.verified);
}
