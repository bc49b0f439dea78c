import { z } from 'zod';
import { Params } from './severity';

/** The ways to run a format's own repair tools on a private copy. One file each in `electron/tools/`. */
export const RunnerId = z.enum(['native', 'dosbox', 'wine']);
export type RunnerId = z.infer<typeof RunnerId>;

/** The characters that a DOS or Windows program prints in. Programs of a Unix print UTF-8. */
export const CodePage = z.enum(['437', '850']);
export type CodePage = z.infer<typeof CodePage>;

/** What a person may set about the runners. */
export const RunnerSettings = z.object({
  /** Absolute path of DOSBox, and of Wine; null: it is looked for. */
  dosbox: z.string().nullable(),
  wine: z.string().nullable(),
  codePage: CodePage,
  /** Shows DOSBox's window, and lets the keyboard through to the tool, for tools that have to be answered. */
  window: z.boolean(),
});
export type RunnerSettings = z.infer<typeof RunnerSettings>;

export const usualRunnerSettings: RunnerSettings = {
  dosbox: null,
  wine: null,
  codePage: '437',
  window: false,
};

/** Why a runner cannot be used here. The words are in `shared/words/tools.ts`. */
export const RunnerReason = z.enum([
  /** It belongs to another operating system. */
  'other-system',
  /** It was looked for and is not there: `program`. */
  'program-missing',
  /** It is there and may not be run: `program`. */
  'no-rights',
  /** It failed: `program`, `reason`. */
  'failed',
  /** What it printed could not be understood: `program`. */
  'not-understood',
  /** A small program of Postbag's own did not run in it as it must: `program`, `reason`. */
  'self-test-failed',
]);
export type RunnerReason = z.infer<typeof RunnerReason>;

/** Whether a runner can be used here. Availability is never a boolean alone. */
export const RunnerState = z.object({
  id: RunnerId,
  usable: z.boolean(),
  /** Null where it can be used. */
  reason: z.object({ code: RunnerReason, params: Params }).nullable(),
  /** Null where it is not known, and for `native`, which has none. */
  version: z.string().nullable(),
  /** Absolute path; null where there is none. */
  program: z.string().nullable(),
});
export type RunnerState = z.infer<typeof RunnerState>;

/**
 * What kept a tool from ending by itself. `missing`: the tool, or what runs it, is not there. `refused`: it was not
 * started, since it cannot run that way. `did-not-run`: it was, and did not run. `ended`: something else ended it.
 * `output-lost`: what it printed, or wrote, could not be kept whole, and without that nobody can say what it did.
 */
export const ToolFailure = z.enum([
  'missing',
  'refused',
  'did-not-run',
  'timeout',
  'cancelled',
  'flooded',
  'output-lost',
  'ended',
]);
export type ToolFailure = z.infer<typeof ToolFailure>;

/** Why a tool did not run, or not to its end. The words are in `shared/words/tools.ts`. */
export const ToolReason = z.enum([
  /** `tool` */
  'tool-missing',
  /** What runs it is not there: `program`. */
  'runner-missing',
  /** It is no program that can be started by itself: `tool`. */
  'not-a-program',
  /** It may not be run: `tool`. */
  'no-rights',
  /** A DOS program, which this system cannot run by itself: `tool`. */
  'needs-dos',
  /** A Windows program: `tool`. */
  'needs-windows',
  /** A 16-bit Windows program: `tool`. */
  'needs-old-windows',
  /** A 32-bit Windows program, and a Wine that runs 64-bit ones only: `tool`. */
  'needs-32-bit',
  /** The command line would be `length` characters long; DOS takes `most`. */
  'too-long',
  /** Something was typed that only a shell would understand: `argument`. */
  'shell-only',
  /** Characters that cannot be handed over: `argument`. */
  'characters',
  /** Nothing would stand where a word belongs, and the words behind it would move up: `argument`. */
  'empty-argument',
  /** More lies beside the tool than belongs to it: `folder`, `mostBytes`. */
  'tools-folder-large',
  /** DOS could not load it: `tool`, `number` of the DOS error. */
  'not-loaded',
  /** `program`, `reason` */
  'not-started',
  /** Its folder could not be prepared: `reason`. */
  'not-prepared',
  /** It took longer than `ms`. */
  'limit',
  'cancelled',
  /** `mostBytes` */
  'flooded',
  /** `reason` */
  'output-not-kept',
  /** The disk of `folder` is full, and the tool may not have heard of it. */
  'disk-full',
  /** Something else ended it: `how`. */
  'ended',
  /** It could not be ended: `program`. It may still write to the copy. */
  'still-running',
]);
export type ToolReason = z.infer<typeof ToolReason>;

/** Why a tool did not run, or not to its end, with what fills its words. */
export const ToolTrouble = z.object({ code: ToolReason, params: Params });
export type ToolTrouble = z.infer<typeof ToolTrouble>;

/** What came of running a tool once. Times ISO 8601 UTC. */
export const ToolEnd = z.object({
  /** Null when it did not end by itself. What it means is the tool's own affair (domain.md 3.3). */
  exitCode: z.number().int().nullable(),
  /** Null when it ended by itself, whatever its exit code. */
  failed: ToolFailure.nullable(),
  /** Set where `failed` is. */
  reason: ToolTrouble.nullable(),
  /** Absolute: everything it printed, in UTF-8, passwords masked. */
  outputFile: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
});
export type ToolEnd = z.infer<typeof ToolEnd>;
