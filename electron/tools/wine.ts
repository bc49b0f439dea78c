import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { CodePage, RunnerState, ToolTrouble } from '../../shared/tools';
import { runProgram as usualRunProgram, saidBy, type RunProgram } from '../run/program';
import { filled, shellOnly, shownArguments, shownLine } from './arguments';
import { attempt, refused } from './attempt';
import { canRun, findProgram, here, type Surroundings } from './find-program';
import { lookAtTool } from './look-at-tool';
import { runOnHost } from './on-host';
import type { ToolCall, ToolCommand, ToolRunner } from './runner';
import { testState } from './self-test';
import { has32Bit, prepareWindows, wineEnvironment } from './wine-windows';

export interface WineParts {
  /** Absolute path of Wine; null: it is looked for. */
  readonly wine: string | null;
  /** Absolute folder of a Windows of our own: 700 MB, and can be thrown away when nothing runs. */
  readonly prefix: string;
  readonly codePage: CodePage;
  readonly surroundings?: Surroundings;
  /** Runs Wine to look at it; tests put a stand-in here. */
  readonly runProgram?: RunProgram;
}

const placesOf = (platform: NodeJS.Platform) => ({
  names: ['wine', 'wine64'],
  folders: platform === 'darwin' ? ['/opt/homebrew/bin', '/usr/local/bin'] : ['/opt/wine-stable/bin'],
  installed: [],
});

/** A path of this computer as Wine calls it: drive Z is the root folder. */
export const onDriveZ = (file: string): string => `Z:${file.replaceAll('/', '\\')}`;

/** Runs a Windows tool in Wine. */
export function wineRunner(parts: WineParts): ToolRunner {
  const { prefix, codePage, surroundings = here } = parts;
  const own = { prefix, platform: surroundings.platform };
  let runs32Bit = false;

  /** Asks Wine itself, which makes our Windows where there is none yet; so this is no part of `check`. */
  const fits = async (wine: string, { tool, signal }: ToolCall): Promise<ToolTrouble | null> => {
    if ((await lookAtTool(tool)) !== 'windows-32') return null;
    runs32Bit ||= await has32Bit(own, wine, signal);
    return runs32Bit ? null : { code: 'needs-32-bit', params: { tool } };
  };

  const run: ToolRunner['run'] = async (call) =>
    await attempt(call, codePage, async (at) => {
      const wine = await find(parts, surroundings);
      if (wine === null)
        return refused({ code: 'runner-missing', params: { program: parts.wine ?? 'Wine' } });
      const trouble = (await check(call)) ?? (await fits(wine, call));
      if (trouble) return refused(trouble);
      await mkdir(prefix, { recursive: true });
      return await runOnHost(at, {
        program: wine,
        args: [call.tool, ...filled(call, onDriveZ(call.copy))],
        cwd: at.work,
        env: wineEnvironment(own),
        platform: own.platform,
      });
    });

  const look = async (): Promise<RunnerState> => await lookAtWine(parts, surroundings);

  return {
    id: 'wine',
    look,
    check,
    commandLine: (command) =>
      shownLine(
        ['wine', command.tool, ...shownArguments(command, onDriveZ(command.copy))],
        command.values.password,
      ),
    run,
    selfTest: async (scratch, signal) => {
      const state = await look();
      if (!state.usable || state.program === null) return state;
      // Where that fails, the test program does as well, and says more.
      await prepareWindows(own, state.program, signal).catch(() => undefined);
      const tool = path.join(prefix, 'drive_c/windows/system32/cmd.exe');
      const args = ['/d', '/c', 'echo postbag&exit 42'];
      return await testState(state, { tool, args, scratch, signal, run });
    },
  };
}

async function find({ wine }: WineParts, surroundings: Surroundings): Promise<string | null> {
  if (surroundings.platform === 'win32') return null;
  if (wine !== null) return (await canRun(wine)) ? wine : null;
  return await findProgram(placesOf(surroundings.platform), surroundings);
}

async function lookAtWine(parts: WineParts, surroundings: Surroundings): Promise<RunnerState> {
  const { wine, runProgram = usualRunProgram } = parts;
  const program = await find(parts, surroundings);
  const state = { id: 'wine', version: null, program } as const;
  const no = (reason: RunnerState['reason']): RunnerState => ({ ...state, usable: false, reason });
  if (surroundings.platform === 'win32') return no({ code: 'other-system', params: {} });
  if (program === null) return no({ code: 'program-missing', params: { program: wine ?? 'Wine' } });
  const end = await runProgram({ program, args: ['--version'] });
  if (end.failed === 'refused') return no({ code: 'no-rights', params: { program } });
  if (end.code !== 0) return no({ code: 'failed', params: { program, reason: saidBy(end) } });
  const version = /^wine-(\S+)/m.exec(end.stdout)?.[1];
  if (version === undefined) return no({ code: 'not-understood', params: { program } });
  return { ...state, usable: true, reason: null, version };
}

async function check(command: ToolCommand): Promise<ToolTrouble | null> {
  const { tool, copy, values } = command;
  const typed = shellOnly(command);
  if (typed) return typed;
  const kind = await lookAtTool(tool);
  if (typeof kind !== 'string') return kind;
  if (kind === 'other') return { code: 'not-a-program', params: { tool } };
  if (kind === 'dos') return { code: 'needs-dos', params: { tool } };
  if (kind === 'windows-16') return { code: 'needs-old-windows', params: { tool } };
  // What Windows forbids in names has no name there.
  if (/[\\:"<>|?*]/.test(copy)) return { code: 'characters', params: { argument: copy } };
  if (`${values.name}${values.password}`.includes('\0'))
    return { code: 'characters', params: { argument: '{name} {password}' } };
  return null;
}
