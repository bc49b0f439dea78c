import type { CodePage, RunnerId, RunnerReason, ToolReason, ToolTrouble } from '../tools';
import type { Params } from '../severity';
import { formatBytes, formatDuration } from './format';

interface RunnerWords {
  readonly name: string;
  readonly explained: string;
}

/** The ways to run a repair tool. */
export const runnerWords: Readonly<Record<RunnerId, RunnerWords>> = {
  native: {
    name: 'This computer',
    explained: 'The tool runs by itself. DOS tools do so only on 32-bit Windows.',
  },
  dosbox: {
    name: 'DOSBox',
    explained: 'Runs DOS tools on any system. It is given the private copy and nothing else to write to.',
  },
  wine: {
    name: 'Wine',
    explained: 'Runs Windows tools on Linux and macOS. It cannot run DOS tools.',
  },
};

export const codePageWords: Readonly<Record<CodePage, string>> = {
  '437': '437 (United States)',
  '850': '850 (Western Europe)',
};

type Fill = (name: string) => string;

const filledBy =
  (params: Params): Fill =>
  (name) =>
    String(params[name] ?? '');

const reasons: Readonly<Record<RunnerReason, (p: Fill) => string>> = {
  'other-system': () => 'It belongs to another operating system.',
  'program-missing': (p) => `The program ${p('program')} was not found. Install it, or show where it is.`,
  'no-rights': (p) => `${p('program')} may not be run by this account.`,
  failed: (p) => `${p('program')} failed: ${p('reason')}`,
  'not-understood': (p) => `What ${p('program')} printed could not be understood.`,
  'self-test-failed': (p) => `A small test program did not run in ${p('program')} as it must: ${p('reason')}`,
};

/** Why a runner cannot be used here. */
export function runnerReason({ code, params }: { code: RunnerReason; params: Params }): string {
  return reasons[code](filledBy(params));
}

/** DOS errors that loading a program can end with (INT 21h, function 4Bh). */
const dosErrors: Readonly<Record<string, string>> = {
  '2': 'a file is missing',
  '3': 'a folder is missing',
  '5': 'it may not be read',
  '8': 'there is not enough memory',
  '10': 'the environment is wrong',
  '11': 'it is no program, or is damaged',
};

const troubles: Readonly<Record<ToolReason, (p: Fill) => string>> = {
  'tool-missing': (p) => `${p('tool')} was not found.`,
  'runner-missing': (p) => `The program ${p('program')} was not found. Install it, or show where it is.`,
  'not-a-program': (p) =>
    `${p('tool')} is no program that can be started by itself. Show the program (.EXE or .COM), not a batch file or a folder.`,
  'no-rights': (p) => `${p('tool')} may not be run by this account.`,
  'needs-dos': (p) =>
    `${p('tool')} is a DOS program. 64-bit Windows, Linux and macOS cannot run it, nor can Wine: use DOSBox.`,
  'needs-windows': (p) =>
    `${p('tool')} is a Windows program. Run it on this computer if that is Windows, else in Wine.`,
  'needs-old-windows': (p) =>
    `${p('tool')} is a 16-bit Windows program. Only a 32-bit Windows runs it: neither 64-bit Windows nor DOSBox does.`,
  'needs-32-bit': (p) =>
    `${p('tool')} is a 32-bit Windows program, and the Wine of this computer runs 64-bit ones only. Install its 32-bit part (wine32).`,
  'too-long': (p) =>
    `The command line has ${p('length')} characters and DOS takes ${p('most')}. Make the names in it shorter.`,
  'shell-only': (p) =>
    `“${p('argument')}” means something to a command prompt only, and none is used here. Leave it out: all output is kept anyway.`,
  characters: (p) => `“${p('argument')}” has characters that cannot be handed to the tool.`,
  'empty-argument': (p) =>
    `Nothing would stand for “${p('argument')}”, and the tool would take the next word for it. Fill it in, or leave it out of the command.`,
  'tools-folder-large': (p) =>
    `More than ${formatBytes(Number(p('mostBytes')))} lie in ${p('folder')}. Put the tool, and what belongs to it, into a folder of its own.`,
  'not-loaded': (p) =>
    `DOS could not load ${p('tool')}: ${dosErrors[p('number')] ?? `error ${p('number')}`}.`,
  'not-started': (p) => `${p('program')} could not be started: ${p('reason')}`,
  'not-prepared': (p) => `The folder for it could not be prepared (${p('reason')}).`,
  limit: (p) =>
    `It had not ended after ${formatDuration(Number(p('ms')))}, and was ended. It may have waited for an answer.`,
  cancelled: () => 'It was cancelled.',
  flooded: (p) =>
    `It printed more than ${formatBytes(Number(p('mostBytes')))}, as a tool does that goes round in circles, and was ended.`,
  'output-not-kept': (p) =>
    `What it printed could not be kept (${p('reason')}), so it was ended: without it nobody can say what it did.`,
  'disk-full': (p) =>
    `The disk of ${p('folder')} is full. DOSBox does not tell a tool so, and it was ended before it could go on as if all were well. Make room, and repair a new copy.`,
  ended: (p) => `It did not end by itself: ${p('how')}.`,
  'still-running': (p) =>
    `${p('program')} could not be ended and hangs in the system. Do not use this copy; restart the computer.`,
};

/** Why a tool did not run, or not to its end. */
export function toolTrouble({ code, params }: ToolTrouble): string {
  return troubles[code](filledBy(params));
}
