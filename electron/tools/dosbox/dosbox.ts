import path from 'node:path';
import type { CodePage, RunnerState, ToolTrouble } from '../../../shared/tools';
import { runnerReason } from '../../../shared/words/tools';
import { describeError } from '../../run/errors';
import { runProgram as usualRunProgram, type RunProgram } from '../../run/program';
import { shownArguments } from '../arguments';
import { attempt, refused } from '../attempt';
import { here, type Surroundings } from '../find-program';
import { lookAtTool } from '../look-at-tool';
import type { ToolCommand, ToolRunner } from '../runner';
import { maskText } from '../secrets';
import { testState } from '../self-test';
import { runDosBox } from './at-work';
import { DOS_DIR, dosTail, quoted } from './command-line';
import { findDosBox } from './find';
import { clear, layOut, layOutProbe } from './folders';
import { nameInDos, toolsFolderTrouble } from './tools-folder';

export interface DosBoxParts {
  /** Absolute path of DOSBox; null: it is looked for. */
  readonly dosbox: string | null;
  readonly codePage: CodePage;
  /** Shows its window, and lets the keyboard through to the tool. */
  readonly window: boolean;
  readonly surroundings?: Surroundings;
  /** Runs DOSBox to look at it; tests put a stand-in here. */
  readonly runProgram?: RunProgram;
}

/** Runs a DOS tool in DOSBox. It is given the copy, its scratch folder, and copies of the tools. */
export function dosBoxRunner(parts: DosBoxParts): ToolRunner {
  const { codePage, window, surroundings = here, runProgram = usualRunProgram } = parts;
  const find = async () => await findDosBox(parts.dosbox, surroundings, runProgram);

  const look = async (): Promise<RunnerState> => {
    const found = await find();
    return 'code' in found
      ? { id: 'dosbox', usable: false, reason: found, version: null, program: parts.dosbox }
      : { id: 'dosbox', usable: true, reason: null, version: found.version, program: found.program };
  };

  const check = async (command: ToolCommand): Promise<ToolTrouble | null> => {
    const kind = await kindTrouble(command.tool);
    if (kind) return kind;
    const tail = dosTail(command, codePage);
    return tail instanceof Uint8Array ? await folderTrouble(command.tool) : tail;
  };

  const run: ToolRunner['run'] = async (call) =>
    await attempt(call, codePage, async (at) => {
      const found = await find();
      if ('code' in found) return refused(whyNoDosBox(found));
      const trouble = await check(call);
      if (trouble) return refused(trouble);
      const tail = dosTail(call, codePage);
      if (!(tail instanceof Uint8Array)) return refused(tail);
      try {
        const folders = await layOut(call, tail, { variant: found.variant, keyboard: window });
        return await runDosBox({ call, at, found, folders, window });
      } finally {
        await clear(call);
      }
    });

  return {
    id: 'dosbox',
    look,
    check,
    commandLine: (command) =>
      maskText(
        [`T:\\${nameInDos(command.tool)}`, ...shownArguments(command, DOS_DIR, quoted)].join(' '),
        command.values.password,
      ),
    run,
    selfTest: async (scratch, signal) => {
      const state = await look();
      if (!state.usable) return state;
      try {
        const tool = await layOutProbe(scratch);
        return await testState(state, { tool, args: [], scratch, signal, run });
      } catch (error) {
        const params = { program: state.program ?? 'DOSBox', reason: describeError(error) };
        return { ...state, usable: false, reason: { code: 'self-test-failed', params } };
      }
    },
  };
}

async function kindTrouble(tool: string): Promise<ToolTrouble | null> {
  const kind = await lookAtTool(tool);
  if (typeof kind !== 'string') return kind;
  if (kind === 'dos') return null;
  if (kind === 'windows-16') return { code: 'needs-old-windows', params: { tool } };
  return { code: kind === 'other' ? 'not-a-program' : 'needs-windows', params: { tool } };
}

const folderTrouble = async (tool: string): Promise<ToolTrouble | null> =>
  await toolsFolderTrouble(tool).catch(() => ({ code: 'no-rights', params: { tool: path.dirname(tool) } }));

/** What a person reads who runs a tool, and has no DOSBox that can be used. */
const whyNoDosBox = (reason: NonNullable<RunnerState['reason']>): ToolTrouble => {
  const program = String(reason.params['program']);
  return reason.code === 'program-missing'
    ? { code: 'runner-missing', params: { program } }
    : { code: 'not-started', params: { program, reason: runnerReason(reason) } };
};
