import { access, constants } from 'node:fs/promises';
import type { CodePage, ToolTrouble } from '../../shared/tools';
import type { RunProgram } from '../run/program';
import { systemProgram } from '../run/windows/system-program';
import { filled, shellOnly, shownArguments, shownLine } from './arguments';
import { attempt, refused } from './attempt';
import { isUnixProgram } from './unix-program';
import { lookAtTool } from './look-at-tool';
import { runOnHost } from './on-host';
import { temporaryIn, toolEnvironment } from './process';
import type { ProgramKind } from './program-kind';
import type { ToolCommand, ToolRunner } from './runner';
import { testState } from './self-test';

export interface NativeParts {
  /** What programs of Windows print in. */
  readonly codePage: CodePage;
  readonly platform?: NodeJS.Platform;
  /** Only a 32-bit Windows runs 16-bit programs. */
  readonly sixteenBit?: boolean;
  /** Runs `taskkill`; tests put a stand-in here. */
  readonly runProgram?: RunProgram;
  /** How long a process that was killed may take to be gone, ms. */
  readonly goneWithin?: number;
}

/** A 32-bit program knows by this variable that the Windows below it is a 64-bit one. */
export const onOldWindows = (): boolean =>
  process.arch === 'ia32' && process.env['PROCESSOR_ARCHITEW6432'] === undefined;

/** Runs a tool as a program of this computer. */
export function nativeRunner(parts: NativeParts): ToolRunner {
  const { codePage, platform = process.platform, sixteenBit = onOldWindows(), runProgram } = parts;
  const windows = platform === 'win32';

  const check = async (command: ToolCommand): Promise<ToolTrouble | null> => {
    const typed = shellOnly(command);
    if (typed) return typed;
    const kind = await lookAtTool(command.tool);
    if (typeof kind !== 'string') return kind;
    return windows ? fitsWindows(command.tool, kind, sixteenBit) : await fitsUnix(command.tool, kind);
  };

  const run: ToolRunner['run'] = async (call) =>
    await attempt(call, windows ? codePage : 'utf8', async (at) => {
      const trouble = await check(call);
      if (trouble) return refused(trouble);
      const plan = {
        program: call.tool,
        args: filled(call, call.copy),
        cwd: at.work,
        env: toolEnvironment(temporaryIn(at.work)),
        platform,
        ...(runProgram && { runProgram }),
      };
      return await runOnHost(at, plan, parts.goneWithin);
    });

  return {
    id: 'native',
    look: async () =>
      await Promise.resolve({ id: 'native', usable: true, reason: null, version: null, program: null }),
    check,
    commandLine: (command) =>
      shownLine([command.tool, ...shownArguments(command, command.copy)], command.values.password),
    run,
    selfTest: async (scratch, signal) => {
      const shell = windows ? systemProgram('cmd.exe') : '/bin/sh';
      const args = windows ? ['/d', '/c', 'echo postbag&exit 42'] : ['-c', 'echo postbag; exit 42'];
      return await testState(
        { id: 'native', version: null, program: shell },
        { tool: shell, args, scratch, signal, run },
      );
    },
  };
}

function fitsWindows(tool: string, kind: ProgramKind, sixteenBit: boolean): ToolTrouble | null {
  if (kind === 'other') return { code: 'not-a-program', params: { tool } };
  if (kind === 'dos' && !sixteenBit) return { code: 'needs-dos', params: { tool } };
  if (kind === 'windows-16' && !sixteenBit) return { code: 'needs-old-windows', params: { tool } };
  return null;
}

async function fitsUnix(tool: string, kind: ProgramKind): Promise<ToolTrouble | null> {
  if (kind === 'dos') return { code: 'needs-dos', params: { tool } };
  if (kind === 'windows-16') return { code: 'needs-old-windows', params: { tool } };
  if (kind !== 'other') return { code: 'needs-windows', params: { tool } };
  if (!(await isUnixProgram(tool).catch(() => true))) return { code: 'not-a-program', params: { tool } };
  const mayRun = await access(tool, constants.X_OK).then(
    () => true,
    () => false,
  );
  return mayRun ? null : { code: 'no-rights', params: { tool } };
}
