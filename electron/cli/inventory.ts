import path from 'node:path';
import type { InventorySummary } from '../../shared/postoffice';
import type { KnownPostOffice } from '../../shared/settings';
import { cliWords } from '../../shared/words/cli';
import { countOf, formatBytes, formatWhen } from '../../shared/words/format';
import { groupWords, recognitionWords } from '../../shared/words/postoffice';
import { summarise, takeInventory } from '../postoffice/inventory';
import { PostbagError } from '../run/errors';
import { exitCodes } from './exit-codes';
import type { Session } from './command';
import type { Output } from './output';

/** `postbag inventory [post office or folder]` */
export async function inventoryCommand(
  target: string | undefined,
  { engine, out }: Session,
): Promise<number> {
  if (target !== undefined) {
    const known = engine.postOffices.byNameOrPath(target);
    const inventory = known
      ? await engine.postOffices.inventory(known)
      : await takeInventory(path.resolve(target));
    const summary = summarise(inventory);
    show(known?.name ?? path.basename(inventory.root), inventory.root, summary, out);
    return summary.recognition.format || inventory.format ? exitCodes.verified : exitCodes.findings;
  }
  const rows = await engine.postOffices.list();
  if (rows.length === 0) out.line(cliWords.emptyList);
  for (const row of rows) {
    if (row.inventory) show(row.name, row.path, row.inventory, out);
    else if (row.problem) out.failure(row.problem);
  }
  return rows.some((row) => row.problem !== null) ? exitCodes.findings : exitCodes.verified;
}

function show(name: string, folder: string, summary: InventorySummary, out: Output): void {
  out.object('inventory', { name, path: folder, inventory: summary });
  out.line(`${name}  ${folder}`);
  out.line(`  ${recognitionSentence(summary)}`);
  for (const group of summary.groups) {
    const { name: groupName } = groupWords[group.id];
    out.line(`  ${groupName}: ${countOf(group.files, 'file')}, ${formatBytes(group.bytes)}`);
  }
  out.line(`  ${countOf(summary.mailboxes, 'mailbox', 'mailboxes')}, ${formatBytes(summary.bytes)} in all`);
  if (summary.newestChange !== null) out.line(`  Newest change: ${formatWhen(summary.newestChange)}`);
  for (const marker of summary.markers) out.line(`  Marker, left out: ${marker}`);
  for (const file of summary.unrecognised) out.line(`  Unrecognised, copied with the user files: ${file}`);
  for (const { path: file, code } of summary.unreadable) out.line(`  Cannot be read: ${file} (${code})`);
  out.line();
}

function recognitionSentence({ recognition }: InventorySummary): string {
  const { title, why } = recognitionWords(recognition);
  return `${title}. ${why}`;
}

/** The post office that a backup is asked for: one on the list, or a folder. @throws PostbagError `post-office-unknown` */
export function postOfficeFor(target: string, name: string | undefined, { engine }: Session) {
  const known = engine.postOffices.byNameOrPath(target);
  if (known) return known;
  if (!/[\\/.]/.test(target)) throw new PostbagError('request', 'post-office-unknown', { name: target });
  return engine.postOffices.adHoc(path.resolve(target), name);
}

/** A post office on the list, by name or folder. @throws PostbagError `post-office-unknown` */
export function onList(target: string, { engine }: Session): KnownPostOffice {
  const known = engine.postOffices.byNameOrPath(target);
  if (!known) throw new PostbagError('request', 'post-office-unknown', { name: target });
  return known;
}
