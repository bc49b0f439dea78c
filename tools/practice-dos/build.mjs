/**
 * Builds the DOS program of the practice tools.
 *
 *   node tools/practice-dos/build.mjs          makes PRACTOOL.COM anew, beside its source
 *
 * Needs Debian's `bcc` (with `bin86` and `elks-libc`), a compiler for real mode. The same bytes come out each time, so the
 * test that rebuilds it can compare. The same source compiled with the compiler of this machine is what most tests run.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** The program that is kept in the repository, absolute. */
export const builtProgram = path.join(here, 'PRACTOOL.COM');

/** The source files, absolute and sorted. */
export const sources = fs
  .readdirSync(here)
  .filter((name) => name.endsWith('.c'))
  .sort()
  .map((name) => path.join(here, name));

/** Data and stack share a segment, and nothing but this notices when they meet. */
const SEGMENT_BYTES = 65_536;
const LEAST_STACK_BYTES = 2560;

/**
 * Compiles for DOS, each file by itself: bcc would leave objects beside the sources.
 * @param {string} program where it goes, absolute
 * @throws {Error} when bcc is not there or says no, or when the data leave too little for the stack
 */
export function buildForDos(program) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'practool-'));
  try {
    const objects = sources.map((source) => path.join(folder, `${path.basename(source, '.c')}.o`));
    for (const [at, source] of sources.entries()) {
      execFileSync('bcc', ['-ansi', '-Md', '-O', '-c', '-o', objects[at], source], {
        cwd: folder,
        stdio: 'pipe',
      });
    }
    const link = ['-Md', '-M', '-o', program, ...objects];
    const symbols = execFileSync('bcc', link, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    const end = /\b__end +3 +([0-9a-f]{8})\b/.exec(symbols)?.[1];
    const stack = SEGMENT_BYTES - parseInt(end ?? 'none', 16);
    if (!(stack >= LEAST_STACK_BYTES)) throw new Error(`Only ${stack} bytes are left for the stack.`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Compiles for this machine, with everything that a compiler can find wrong being an error.
 * @param {string} program where it goes, absolute
 * @param {readonly string[]} flags more of them
 */
export function buildForThisMachine(program, flags = []) {
  const usual = ['-std=gnu89', '-Wall', '-Wextra', '-Werror', '-O2'];
  execFileSync('cc', [...usual, ...flags, '-o', program, ...sources], { stdio: 'pipe' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildForDos(builtProgram);
  console.log(`${builtProgram}: ${fs.statSync(builtProgram).size} bytes`);
}
