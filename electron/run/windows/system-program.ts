import path from 'node:path';

const folders = { 'powershell.exe': 'System32\\WindowsPowerShell\\v1.0' } as const;

/**
 * A program of Windows by its full path: found by its name alone, another one of that name that lies somewhere on the
 * search path would be run with an administrator's rights.
 */
export function systemProgram(name: string): string {
  const root = process.env['SystemRoot'];
  if (root === undefined) return name;
  const folder = name in folders ? folders[name as keyof typeof folders] : 'System32';
  return path.win32.join(root, folder, name);
}
