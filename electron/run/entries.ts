import path from 'node:path';

/**
 * Absolute path of a bundled entry (worker thread or child process) by its name.
 * In the bundle it lies beside the running file; tests run from sources and say where with `POSTBAG_ENTRIES`.
 */
export function entryPath(name: string): string {
  return path.join(process.env['POSTBAG_ENTRIES'] ?? __dirname, `${name}.cjs`);
}
