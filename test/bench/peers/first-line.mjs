import { spawnSync } from 'node:child_process';

/**
 * What a program says of its version.
 * @param {string[]} argv
 * @param {Record<string, string>} [env] beside our own
 * @returns {string} the first line of its output
 */
export function firstLine([program = '', ...args], env = {}) {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  return (stdout || stderr || '').split('\n')[0]?.trim() ?? '';
}
