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

/** Compiles one of the libraries that lie beside this file, `shim.c` if not said otherwise. @returns the library */
export function compileShim(folder: string, name = 'shim'): string {
  const library = path.join(folder, `${name}.so`);
  const source = path.join(import.meta.dirname, `${name}.c`);
  execFileSync('cc', ['-O2', '-Wall', '-Werror', '-shared', '-fPIC', '-o', library, source, '-ldl']);
  return library;
}

/** How often something has left a line in a file, which need not be there. */
export function linesIn(log: string): number {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0;
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

/** Bytes of a file that nobody may read, as when another program has locked them. */
export interface LockedRange {
  readonly call: 'lock';
  /** What a system says of it: Windows EBUSY, shares EACCES or EAGAIN. */
  readonly error: 'EBUSY' | 'EACCES' | 'EAGAIN';
  readonly path: string;
  /** First byte, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  /** How many tries are refused; 0 for all. */
  readonly times: number;
}

/** Environment of a process that is to meet a fault, and how often it did. */
export function fault(wanted: Fault | LockedRange, folder: string) {
  const log = path.join(folder, 'faults.log');
  const settings =
    wanted.call === 'lock'
      ? { FAULT_FROM: wanted.from, FAULT_TO: wanted.to, FAULT_TIMES: wanted.times }
      : { FAULT_AFTER: wanted.after ?? 0 };
  const env = {
    LD_PRELOAD: compileShim(folder),
    // Where libuv hands calls to the system's ring, no library sees them.
    UV_USE_IO_URING: '0',
    FAULT_CALL: wanted.call,
    FAULT_ERRNO: String(os.constants.errno[wanted.error ?? 'EIO']),
    FAULT_PATH: wanted.path,
    FAULT_LOG: log,
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
  };
  return { env, fired: () => linesIn(log) };
}
