import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { PracticeTool } from '../../shared/practice-tools';
import { practiceTools } from '../../electron/practice/repair/tools';
import { buildForThisMachine, builtProgram } from '../../tools/practice-dos/build.mjs';

/** What a practice tool said, and whether it found nothing. */
export interface Said {
  readonly lines: readonly string[];
  readonly clean: boolean;
}

/** The practice tools in the order in which they are used, and the first one again. */
export const overhaul: readonly PracticeTool[] = [...PracticeTool.options, 'analyse'];

/** What PRACTOOL is called with. A name and a password are part of it, as for the tools of a post office. */
export function callOf(tool: PracticeTool, folder: string): string[] {
  const option = { 'rebuild-index': 'DIAGNOSTICS/M', reconcile: 'DIAGNOSTICS/R', reclaim: 'RECLAIM' };
  return tool === 'analyse' ? ['ANALYSE', folder] : ['HARBOUR', 'SECRET', folder, option[tool]];
}

/** Whether a program is there. */
export function has(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' }).status === 0;
}

/** What the exit code of PRACTOOL says. @throws Error when it failed */
export function readEnd(code: number | null, lines: readonly string[]): Said {
  if (code !== 0 && code !== 1) throw new Error(`PRACTOOL ended with ${code}:\n${lines.join('\n')}`);
  return { lines, clean: code === 0 };
}

/** Compiles PRACTOOL for this machine, for the tests of this file. Absolute path of the program. */
export function compilePractool(flags: readonly string[] = []): string {
  const home = mkdtempSync(path.join(os.tmpdir(), 'practool-'));
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const program = path.join(home, 'practool');
  buildForThisMachine(program, flags);
  return program;
}

/** One tool of PRACTOOL, compiled for this machine. */
export function compiledTool(program: string, tool: PracticeTool, folder: string): Said {
  const { status, stdout, stderr } = spawnSync(program, callOf(tool, folder), {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return readEnd(status, `${stdout}${stderr}`.split('\n').slice(0, -1));
}

const DOSBOX_CONF = `[sdl]
output=surface
[dosbox]
memsize=16
[cpu]
core=dynamic
cycles=max
[mixer]
nosound=true
`;
/** The highest that fits wins; a loop of DOSBox over them does not see the exit code. */
const exitCode = Array.from({ length: 256 }, (_, code) => `if errorlevel ${code} set RC=${code}`);

/**
 * The program in the repository in a real DOSBox: several tools one after the other on the same post office.
 * @param limitMs after which it is ended by force
 * @throws Error when one of them did not end
 */
export function practoolInDos(tools: readonly PracticeTool[], folder: string, limitMs: number): Said[] {
  const home = mkdtempSync(path.join(os.tmpdir(), 'practool-dos-'));
  try {
    copyFileSync(builtProgram, path.join(home, 'PRACTOOL.COM'));
    writeFileSync(path.join(home, 'dosbox.conf'), DOSBOX_CONF);
    const batch = tools.flatMap((tool, at) => [
      `PRACTOOL.COM ${callOf(tool, 'D:\\').join(' ')} > ${at}.OUT`,
      ...exitCode,
      `echo %RC%> ${at}.RC`,
    ]);
    writeFileSync(path.join(home, 'RUN.BAT'), batch.map((line) => `${line}\r\n`).join(''));
    const typed = [`mount c "${home}"`, `mount d "${folder}"`, 'c:', 'call RUN.BAT', 'exit'];
    const commands = typed.flatMap((command) => ['-c', command]);
    spawnSync('dosbox', ['-conf', path.join(home, 'dosbox.conf'), '-noconsole', ...commands], {
      env: { ...process.env, SDL_VIDEODRIVER: 'dummy', SDL_AUDIODRIVER: 'dummy' },
      stdio: 'ignore',
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    return tools.map((_, at) => {
      const text = readFileSync(path.join(home, `${at}.OUT`), 'latin1');
      return readEnd(
        Number(readFileSync(path.join(home, `${at}.RC`), 'latin1')),
        text.split('\r\n').slice(0, -1),
      );
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The tools that Postbag itself has. */
export async function ownTool(tool: PracticeTool, folder: string): Promise<Said> {
  const lines: string[] = [];
  const { clean } = await practiceTools[tool](folder, (line) => lines.push(line));
  return { lines, clean };
}
