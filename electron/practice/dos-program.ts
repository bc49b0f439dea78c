import { existsSync } from 'node:fs';
import path from 'node:path';
import { entryPath } from '../run/entries';
import { PRACTICE_TOOL_ENTRY } from './run-tool';

/**
 * Absolute path of the practice tools' DOS program, or null where it does not come along. DOSBox reads it, so in a package it
 * lies beside the archive that everything else is in.
 */
export function practiceToolPath(): string | null {
  const folder = path.dirname(entryPath(PRACTICE_TOOL_ENTRY)).replace(/\bapp\.asar\b/, 'app.asar.unpacked');
  const program = path.join(folder, 'practice-dos', 'PRACTOOL.COM');
  return existsSync(program) ? program : null;
}
