import { copyFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ToolTrouble } from '../../../shared/tools';

/** What may lie beside a tool. The whole of Admin Utilities fitted on some floppy disks. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Names that DOS can call a file by: eight characters, a dot and three. */
const dosName = /^[a-z0-9!#$%&'()@^_`{}~-]{1,8}(\.[a-z0-9!#$%&'()@^_`{}~-]{1,3})?$/i;

/** What the tool is called in DOS. */
export function nameInDos(tool: string): string {
  const name = path.basename(tool);
  return dosName.test(name) ? name.toUpperCase() : `TOOL${path.extname(name).toUpperCase()}`;
}

/** The files beside a tool that DOS can call by their names: what a tool reads as it runs is among them. */
async function beside(tool: string): Promise<{ readonly file: string; readonly size: number }[]> {
  const folder = path.dirname(tool);
  const entries = await readdir(folder);
  const taken = new Set([nameInDos(tool)]);
  const files = [];
  for (const entry of entries.sort()) {
    const name = entry.toUpperCase();
    // DOS knows one of two that differ by case alone.
    if (!dosName.test(entry) || taken.has(name)) continue;
    const file = path.join(folder, entry);
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) continue;
    taken.add(name);
    files.push({ file, size: found.size });
  }
  return files;
}

/** Whether so little lies beside a tool that it can be copied for each call. @throws system errors */
export async function toolsFolderTrouble(tool: string): Promise<ToolTrouble | null> {
  const bytes = (await beside(tool)).reduce((sum, { size }) => sum + size, 0);
  if (bytes <= MOST_BYTES) return null;
  return { code: 'tools-folder-large', params: { folder: path.dirname(tool), mostBytes: MOST_BYTES } };
}

/**
 * Copies a tool, and the files beside it, into a folder: whatever a tool writes beside itself does not reach the real
 * ones.
 * @throws system errors
 */
export async function copyTools(tool: string, to: string): Promise<void> {
  await copyFile(tool, path.join(to, nameInDos(tool)));
  for (const { file } of await beside(tool)) {
    await copyFile(file, path.join(to, path.basename(file).toUpperCase()));
  }
}
