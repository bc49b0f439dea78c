import type { FoundTool, ToolsView } from '../repair';
import type { RunnerState } from '../tools';
import { formatBytes } from './format';
import { runnerChoiceWords } from './repair';
import { codePageWords, runnerReason, runnerWords } from './tools';

/** Words of the terminal about the repair tools and what runs them. */
export const toolsHelp = {
  tools: 'show where the repair tools are and what can run them, or set that',
  folder: 'the folder in which the tools lie; "" forgets it',
  tool: 'show one tool by itself, CHKSTAT=/tools/CHKSTAT.EXE; CHKSTAT= forgets it; may be given several times',
  runner: 'what runs them; auto decides by the kind of program',
  dosbox: 'where the program DOSBox is; "" looks for it again',
  wine: 'where the program Wine is; "" looks for it again',
  codePage: 'the characters that DOS and Windows programs print in',
  window: "show DOSBox's window, for tools that ask something",
  noWindow: 'keep it hidden, as is usual',
  minutes: 'end a tool that has not ended after so many minutes',
  workbench: 'the folder for private copies; "" is the usual one',
  test: 'run a small program of Postbag’s own in one of them',
} as const;

/** Said of a `--tool` that cannot be read. */
export const toolsCliWords = {
  notATool: (known: readonly string[]): string =>
    `it must be NAME=path with one of the names ${known.join(', ')}.`,
  passed: (runner: RunnerState): string => `${runnerWords[runner.id].name} passed its test.`,
} as const;

const kindWords: Readonly<Record<NonNullable<FoundTool['kind']>, string>> = {
  dos: 'DOS program',
  'windows-16': '16-bit Windows program',
  'windows-32': '32-bit Windows program',
  'windows-64': '64-bit Windows program',
  other: 'program of another system',
};

/** What there is to repair with, in sentences. */
export function toolsLines({ settings, tools, runners, workbench, workbenchFree }: ToolsView): string[] {
  const { runners: chosen } = settings;
  return [
    `Folder of the tools: ${settings.folder ?? 'none shown yet'}`,
    ...tools.map(toolLine),
    '',
    `Run by: ${runnerChoiceWords[settings.runner].name}`,
    ...runners.map((runner) => `  ${runnerLine(runner)}`),
    `Code page: ${codePageWords[chosen.codePage]}. DOSBox’s window: ${chosen.window ? 'shown' : 'hidden'}. Time for one tool: ${String(settings.limitMinutes)} minutes.`,
    '',
    `Private copies: ${workbench}${workbenchFree === null ? '' : `, ${formatBytes(workbenchFree)} free`}`,
  ];
}

function toolLine({ id, path, shown, kind, runner }: FoundTool): string {
  if (path === null) return `  ${id}: ${runner === null ? 'not found' : 'part of Postbag'}`;
  const by = runner === null ? 'nothing here can run it' : `run by ${runnerWords[runner].name}`;
  const said = [shown ? 'shown by itself' : '', kind === null ? '' : kindWords[kind], by];
  return `  ${id}: ${path} (${said.filter((part) => part !== '').join(', ')})`;
}

/** Whether something can run tools here, or why not. */
export function runnerLine({ id, usable, reason, version, program }: RunnerState): string {
  const { name } = runnerWords[id];
  if (!usable) return `${name} (${id}): ${reason ? runnerReason(reason) : ''}`;
  const what = [version ?? '', program ?? ''].filter((part) => part !== '').join(', ');
  return `${name} (${id}): can be used${what === '' ? '' : `; ${what}`}`;
}
