import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ToolId } from '../../shared/procedures';
import type { ToolSettings } from '../../shared/repair';
import type { RunnerId } from '../../shared/tools';
import type { Fork } from '../run/child';
import { lookAtTool } from '../tools/look-at-tool';
import { onOldWindows } from '../tools/native';
import type { ProgramKind } from '../tools/program-kind';
import type { ToolRunner } from '../tools/runner';
import { toolRunner } from '../tools/runners';
import { practiceRunner } from './practice-runner';

/** What runners are made with. */
export interface RunnerParts {
  readonly settings: Pick<ToolSettings, 'runner' | 'runners'>;
  /** Absolute folder for Wine's own Windows. */
  readonly winePrefix: string;
  readonly fork: Fork;
  readonly platform?: NodeJS.Platform;
}

/**
 * Who runs a tool: whom a person chose, or who can run such a program here. A 64-bit Windows has nobody else for a DOS
 * program than DOSBox (domain.md 7).
 */
export function runnerFor(
  kind: ProgramKind,
  { settings, platform = process.platform }: RunnerParts,
): RunnerId {
  if (settings.runner !== 'auto') return settings.runner;
  const windows = platform === 'win32';
  if (kind === 'dos') return windows && onOldWindows() ? 'native' : 'dosbox';
  if (kind === 'other') return 'native';
  return windows ? 'native' : 'wine';
}

/**
 * The runner of a tool.
 * @param program absolute path; null where Postbag's own practice tools run by themselves
 */
export async function chooseRunner(
  tool: ToolId,
  program: string | null,
  parts: RunnerParts,
): Promise<ToolRunner> {
  if (tool === 'PRACTOOL' && (program === null || parts.settings.runner === 'native')) {
    return practiceRunner(parts.fork);
  }
  const kind = program === null ? 'other' : await lookAtTool(program);
  const id = runnerFor(typeof kind === 'string' ? kind : 'other', parts);
  const runner = toolRunner(id, parts.settings.runners, parts.winePrefix);
  return id === 'wine' ? whenPrepared(runner, parts.winePrefix) : runner;
}

/** Wine makes its own Windows the first time, which takes longer than a tool may; so that is done before it is started. */
function whenPrepared(runner: ToolRunner, prefix: string): ToolRunner {
  const run: ToolRunner['run'] = async (call) => {
    if (!existsSync(prefix)) {
      const scratch = await mkdtemp(path.join(tmpdir(), 'postbag-'));
      await runner.selfTest(scratch, call.signal);
      await rm(scratch, { recursive: true, force: true });
    }
    return await runner.run(call);
  };
  return { ...runner, run };
}
