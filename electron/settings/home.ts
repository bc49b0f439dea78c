import os from 'node:os';
import path from 'node:path';

/**
 * The folder that holds settings, journals and locks of this account: the same for app and CLI.
 * `POSTBAG_HOME` names another one.
 */
export function homeFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const chosen = env['POSTBAG_HOME'];
  if (chosen) return path.resolve(chosen);
  const home = os.homedir();
  if (platform === 'win32')
    return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Postbag');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Postbag');
  return path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'Postbag');
}
