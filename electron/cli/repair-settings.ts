import { noRepairSettings, RepairSettings } from '../../shared/repair';
import { practiceCheckLines } from '../../shared/words/cli';
import { repairCliWords as words } from '../../shared/words/cli-repair';
import { exitCodes } from './exit-codes';
import { onList } from './inventory';
import type { Session } from './command';
import { readSettingsFile } from './settings-file';

/**
 * `postbag repair settings <post office> [--import file]`: prints its command lines, rules and login, as JSON, or takes them
 * from such a file.
 */
export async function settingsCommand(
  target: string,
  file: string | undefined,
  session: Session,
): Promise<number> {
  const { engine, out } = session;
  const known = onList(target, session);
  const repair =
    file === undefined ? (known.repair ?? noRepairSettings) : await readSettingsFile(file, RepairSettings);
  if (file !== undefined) engine.repairs.setSettings(known.id, repair);
  out.object('repair-settings', { postOffice: known.name, settings: repair });
  out.line(JSON.stringify(repair, null, 2));
  return exitCodes.verified;
}

/** `postbag repair count <id>`: what the copy of a practice post office has lost, as `practice check`. */
export async function countCommand(id: string, { engine, out }: Session): Promise<number> {
  const check = await engine.repairs.check(id);
  out.object('check', check);
  for (const line of practiceCheckLines(check)) out.line(line);
  return check.dangling + check.torn === 0 ? exitCodes.verified : exitCodes.findings;
}

/** `postbag repair remove <id>`: the private copy goes, the bag stays. */
export async function removeCommand(id: string, { engine, out }: Session): Promise<number> {
  await engine.repairs.remove(id);
  out.object('removed', { id });
  out.line(words.removed(id));
  return exitCodes.verified;
}

/** `postbag repair password <repair or post office> [--forget]`: what is known of it; never the password. */
export async function passwordCommand(target: string, forget: boolean, session: Session): Promise<number> {
  const { engine, out } = session;
  const postOfficeId =
    engine.postOffices.byNameOrPath(target)?.id ?? (await engine.repairs.view(target)).postOfficeId;
  const state = forget ? engine.secrets.forget(postOfficeId) : engine.secrets.state(postOfficeId);
  out.object('password', { ...state });
  out.line(forget ? words.forgotten : words.password(state));
  return exitCodes.verified;
}
