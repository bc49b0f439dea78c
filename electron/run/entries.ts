import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Absolute path of a bundled entry (worker thread or child process) by its name.
 * In the bundle it lies beside the running file; tests run from sources and say where with `POSTBAG_ENTRIES`.
 */
export function entryPath(name: string): string {
  return path.join(process.env['POSTBAG_ENTRIES'] ?? __dirname, `${name}.cjs`);
}

/**
 * Absolute path of the practice tools' DOS program, or null where it does not come along. DOSBox reads it, so in a package it
 * lies beside the archive that everything else is in.
 */
export function practiceToolPath(): string | null {
  const folder = (process.env['POSTBAG_ENTRIES'] ?? __dirname).replace(/\bapp\.asar\b/, 'app.asar.unpacked');
  const program = path.join(folder, 'practice-dos', 'PRACTOOL.COM');
  return existsSync(program) ? program : null;
}
