import path from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { ToolId } from '../../shared/procedures';
import type { ToolSettings } from '../../shared/repair';
import { CodePage, RunnerId } from '../../shared/tools';
import {
  runnerLine,
  toolsCliWords as words,
  toolsHelp as help,
  toolsLines,
} from '../../shared/words/cli-tools';
import { inSession, type Session } from './command';
import { exitCodes } from './exit-codes';
import { inRange, json, type JsonOption } from './options';

/** One tool that was shown by itself; null: forget that. */
export interface ShownTool {
  readonly tool: ToolId;
  readonly path: string | null;
}

interface ToolsArguments extends JsonOption {
  readonly folder?: string;
  readonly tool: readonly ShownTool[];
  readonly runner?: ToolSettings['runner'];
  readonly dosbox?: string;
  readonly wine?: string;
  readonly codePage?: CodePage;
  readonly window?: boolean;
  readonly minutes?: number;
  readonly workbench?: string;
  readonly test?: RunnerId;
}

const MINUTES = { from: 1, to: 6000 };

/** Adds `postbag tools`. */
export function addTools(program: Command): void {
  program
    .command('tools')
    .description(help.tools)
    .option('--folder <folder>', help.folder)
    .option('--tool <NAME=path>', help.tool, collectTool, [])
    .addOption(new Option('--runner <which>', help.runner).choices(['auto', ...RunnerId.options]))
    .option('--dosbox <path>', help.dosbox)
    .option('--wine <path>', help.wine)
    .addOption(new Option('--code-page <number>', help.codePage).choices(CodePage.options))
    .option('--window', help.window)
    .option('--no-window', help.noWindow)
    .option('--minutes <minutes>', help.minutes, inRange('--minutes', MINUTES))
    .option('--workbench <folder>', help.workbench)
    .addOption(new Option('--test <runner>', help.test).choices(RunnerId.options))
    .addOption(json())
    .action(async (options: ToolsArguments) => {
      await inSession(options, (session) => toolsCommand(options, session));
    });
}

/** Reads `NAME=path`, upper or lower case, behind those that were given before. */
export function collectTool(text: string, before: readonly ShownTool[]): ShownTool[] {
  const [, name = '', file = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const tool = ToolId.safeParse(name.trim().toUpperCase());
  if (!tool.success) throw new InvalidArgumentError(words.notATool(ToolId.options));
  return [...before, { tool: tool.data, path: absolute(file) }];
}

/** An empty word forgets what was set. */
const absolute = (file: string): string | null => (file === '' ? null : path.resolve(file));

/** `postbag tools`: sets what is given, then shows all, or runs a self-test, which ends with 3 when it fails. */
async function toolsCommand(options: ToolsArguments, session: Session): Promise<number> {
  setPlaces(options, session);
  setOptions(options, session);
  const { engine, out } = session;
  if (options.test !== undefined) return await testCommand(options.test, session);
  const view = await engine.tools.view();
  out.object('tools', view);
  for (const line of toolsLines(view)) out.line(line);
  return exitCodes.verified;
}

async function testCommand(id: RunnerId, { engine, out }: Session): Promise<number> {
  const runner = await engine.tools.test(id);
  out.object('runner', { runner });
  out.line(runner.usable ? words.passed(runner) : runnerLine(runner));
  return runner.usable ? exitCodes.verified : exitCodes.findings;
}

function setPlaces(options: ToolsArguments, { engine }: Session): void {
  const { folder, tool, dosbox, wine, workbench } = options;
  if (folder !== undefined) engine.tools.setFolder(absolute(folder));
  for (const shown of tool) engine.tools.setProgram(shown.tool, shown.path);
  if (dosbox !== undefined) engine.tools.setRunnerProgram('dosbox', absolute(dosbox));
  if (wine !== undefined) engine.tools.setRunnerProgram('wine', absolute(wine));
  if (workbench !== undefined) engine.tools.setWorkbench(absolute(workbench));
}

function setOptions(options: ToolsArguments, { engine }: Session): void {
  const { runner, minutes, codePage, window } = options;
  if ([runner, minutes, codePage, window].every((value) => value === undefined)) return;
  const { settings } = engine.tools;
  engine.tools.setOptions({
    runner: runner ?? settings.runner,
    limitMinutes: minutes ?? settings.limitMinutes,
    codePage: codePage ?? settings.runners.codePage,
    window: window ?? settings.runners.window,
  });
}
