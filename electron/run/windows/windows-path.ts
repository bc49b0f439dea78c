import path from 'node:path';

/** Paths of Windows, also where this runs on another system. Case says nothing. */

/** As the system itself would write it: no `\\?\` before it, no `\` at its end. */
export function plainPath(text: string): string {
  const plain = text.replace(/^\\\\\?\\UNC\\/i, '\\\\').replace(/^\\\\\?\\/, '');
  if (/^[a-z]:$/i.test(plain)) return plain; // would become `D:.`, the current folder of the drive
  return path.win32.normalize(plain).replace(/\\+$/, '');
}

/** The server of a path like `\\server\share\folder`; null for a path of this computer. */
export const serverOf = (plain: string): string | null => /^\\\\([^\\?.][^\\]*)/.exec(plain)?.[1] ?? null;

/** The letter of a drive; empty text where there is none. */
export const driveOf = (plain: string): string => /^([a-z]):/i.exec(plain)?.[1] ?? '';

/** Where a file lies below a folder, with `/`; empty text for the folder itself, null for what lies elsewhere. */
export function below(folder: string, file: string): string | null {
  const inside = `${folder}\\`;
  const plain = plainPath(file);
  if (!`${plain}\\`.toLowerCase().startsWith(inside.toLowerCase())) return null;
  return plain.slice(inside.length).split('\\').join('/');
}

/**
 * Whether a share with this path leads to a folder, or to a part of it. Printers and pipes have no path.
 */
export function leadsTo(sharePath: string, folder: string): boolean {
  if (!path.win32.isAbsolute(sharePath)) return false;
  const plain = plainPath(sharePath);
  return below(plain, folder) !== null || below(folder, plain) !== null;
}
