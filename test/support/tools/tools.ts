import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const has = (command: string): boolean => spawnSync('which', [command], { stdio: 'ignore' }).status === 0;

/** Why DOS tools cannot be tested here; null when they can. */
export const noDos = ((): string | null => {
  if (process.platform !== 'linux') return 'needs Linux';
  return has('dosbox') && has('nasm') ? null : 'needs DOSBox and NASM (apt install dosbox nasm)';
})();

/** Assembles a source with NASM. @returns its bytes */
export async function assemble(source: string): Promise<Buffer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'postbag-nasm-'));
  try {
    const to = path.join(folder, 'program.com');
    execFileSync('nasm', ['-f', 'bin', '-o', to, source]);
    return await readFile(to);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const support = path.resolve(import.meta.dirname, '..');

/** Makes the DOS tool in a folder. @returns its path */
export async function makeDosTool(folder: string, name = 'CHKSTAT.COM'): Promise<string> {
  const tool = path.join(folder, name);
  await writeFile(tool, await assemble(path.join(support, 'dos/tool.asm')));
  return tool;
}

/** Makes the tool that runs on this computer in a folder. @returns its path */
export async function makeNativeTool(folder: string): Promise<string> {
  const tool = path.join(folder, 'chkstat.mjs');
  const source = await readFile(path.join(support, 'tools/tool.mjs'), 'utf8');
  await writeFile(tool, `#!${process.execPath}\n${source}`);
  await chmod(tool, 0o755);
  return tool;
}

/** Makes the Windows tool in a folder. @returns its path */
export async function makeWindowsTool(folder: string): Promise<string> {
  const tool = path.join(folder, 'chkstat.exe');
  const source = path.join(folder, 'tool.c');
  await copyFile(path.join(support, 'tools/tool.c'), source);
  execFileSync('x86_64-w64-mingw32-gcc', ['-O2', '-Wall', '-Werror', '-o', tool, source]);
  return tool;
}
