import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Why calls cannot be made to fail here; null when they can. */
export const cannotPreload = ((): string | null => {
  if (process.platform !== 'linux') return 'needs Linux';
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'needs a C compiler (apt install gcc libc6-dev)';
  }
})();

/** Compiles the shim into a folder. @returns the library */
export function compileShim(folder: string): string {
  const library = path.join(folder, 'shim.so');
  const source = path.join(import.meta.dirname, 'shim.c');
  execFileSync('cc', ['-O2', '-Wall', '-Werror', '-shared', '-fPIC', '-o', library, source, '-ldl']);
  return library;
}

export interface Fault {
  readonly call: 'read' | 'write' | 'fsync' | 'flip';
  /** The system's name of the error, such as EIO. */
  readonly error?: 'EIO';
  /** Only for files whose path contains this. */
  readonly path: string;
  /** So many bytes pass before the first fault. */
  readonly after?: number;
}

/** Environment of a process that is to meet a fault, and whether it did. */
export function fault({ call, error = 'EIO', path: file, after = 0 }: Fault, folder: string) {
  const log = path.join(folder, 'faults.log');
  const env = {
    LD_PRELOAD: compileShim(folder),
    FAULT_CALL: call,
    FAULT_ERRNO: String(os.constants.errno[error]),
    FAULT_PATH: file,
    FAULT_AFTER: String(after),
    FAULT_LOG: log,
  };
  return { env, fired: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0) };
}
