import { z } from 'zod';
import { FormatId } from './postoffice';
import { Dialect, LineSource, ProcedureId, Purpose, ToolId } from './procedures';
import { Grade } from './run';
import { RunnerId, RunnerSettings, RunnerState, ToolFailure, ToolTrouble } from './tools';

/** What a line of a tool's output was taken for. `plain` says nothing either way; `unknown` fits no rule. */
export const LineMark = z.enum(['good', 'warning', 'bad', 'plain', 'unknown']);
export type LineMark = z.infer<typeof LineMark>;

/**
 * How one kind of line is to be read. The first rule that fits decides; `label` is what a condition of a procedure may ask
 * for, and is looked for in every line, whatever decided.
 */
export const OutputRule = z.object({
  /** A regular expression as JavaScript has them; upper and lower case are the same. */
  pattern: z.string().min(1).max(200),
  mark: LineMark.exclude(['unknown']),
  label: z.string().max(20).nullable(),
});
export type OutputRule = z.infer<typeof OutputRule>;

/** What the whole output of a step comes to. */
export const OutputMark = LineMark.exclude(['plain']);
export type OutputMark = z.infer<typeof OutputMark>;

const count = z.number().int();

/** A kind of line that a tool complained with; lines that are alike are counted, the first one is shown. */
export const Complaint = z.object({ mark: z.enum(['warning', 'bad']), text: z.string(), count });
export type Complaint = z.infer<typeof Complaint>;

/** What a tool did to one file. Bytes: of those that are there now, how many differ from before, in whole blocks. */
export const FileDelta = z.object({
  path: z.string(),
  kind: z.enum(['changed', 'appeared', 'removed']),
  bytesBefore: z.number(),
  bytesAfter: z.number(),
  bytesChanged: z.number(),
});
export type FileDelta = z.infer<typeof FileDelta>;

/** What came of running a step's tool. Times ISO 8601 UTC. */
export const StepOutcome = z.object({
  runId: z.string(),
  runner: RunnerId,
  /** As it was run, the password masked. */
  commandLine: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  /** Null when it did not end by itself. Shown, and decides nothing (domain.md 3.3). */
  exitCode: count.nullable(),
  /** Set when it did not run, or not to its end: then the copy is as it was before. */
  failed: ToolFailure.nullable(),
  reason: ToolTrouble.nullable(),
  mark: OutputMark,
  lines: z.object({ good: count, warning: count, bad: count, plain: count, unknown: count }),
  /** How many lines had each label. */
  labels: z.record(z.string(), count),
  complaints: z.array(Complaint),
  /** Kinds of complaints that are not in the list. */
  moreComplaints: count,
  changes: z.array(FileDelta),
  /** Name of the folder, below `steps` in the repair's, that holds `output.txt` and what the tool left beside it. */
  attempt: z.string(),
});
export type StepOutcome = z.infer<typeof StepOutcome>;

/** What a person decided about a step. */
export const StepAnswer = z.object({
  decision: z.enum(['go-on', 'skip']),
  /** Who it was, as typed. Empty where a rule of the procedure decided. */
  by: z.string(),
  at: z.string(),
  note: z.string(),
});
export type StepAnswer = z.infer<typeof StepAnswer>;

export const RepairStep = z.object({
  id: z.string(),
  tool: ToolId,
  purpose: Purpose,
  /** Behind the program's name; empty where nobody has typed what no source says. */
  line: z.string(),
  source: LineSource,
  /** Typed by a person, so `source` is what it was before. */
  changed: z.boolean(),
  suggested: z.string(),
  onlyIf: z.object({ step: z.string(), label: z.string() }).nullable(),
  optional: z.boolean(),
  /** The last time it was run; null before, and when it was taken back. */
  outcome: StepOutcome.nullable(),
  answer: StepAnswer.nullable(),
});
export type RepairStep = z.infer<typeof RepairStep>;

/** Something that happened to a repair, and who did it. */
export const RepairEvent = z.object({
  at: z.string(),
  what: z.enum(['begun', 'ran', 'did-not-run', 'answered', 'taken-back', 'line-changed']),
  step: z.string().nullable(),
  by: z.string(),
  text: z.string(),
});
export type RepairEvent = z.infer<typeof RepairEvent>;

/** One repair: a private copy of a bag, and what was done to it so far. Kept as `repair.json` in its folder. */
export const Repair = z.object({
  version: z.literal(1),
  id: z.string(),
  postOffice: z.string(),
  postOfficeId: z.string(),
  /** What the tools are to be told as the name of the post office. */
  login: z.string(),
  format: FormatId,
  practice: z.boolean(),
  /** Absolute folder of the bag, and its name. */
  bag: z.object({ folder: z.string(), name: z.string(), grade: Grade, vault: z.string() }),
  procedure: ProcedureId,
  dialect: Dialect,
  createdAt: z.string(),
  files: count,
  bytes: z.number(),
  /** How the copy was when it was left last; made from names, sizes and times of all its files. */
  fingerprint: z.string(),
  steps: z.array(RepairStep),
  events: z.array(RepairEvent),
  /** The step whose state before is being brought back; set until the copy is that again. */
  takingBack: z.string().nullable(),
});
export type Repair = z.infer<typeof Repair>;

/**
 * What has to happen next. `run`: the tool. `line`: somebody has to type the command line. `person`: somebody has to look at
 * what the tool said. `finished`: nothing.
 */
export const RepairNext = z.object({
  needs: z.enum(['run', 'line', 'person', 'finished']),
  /** Null when finished. */
  step: z.string().nullable(),
});
export type RepairNext = z.infer<typeof RepairNext>;

/** What is known about a post office's password; never the password. */
export const PasswordState = z.object({
  known: z.boolean(),
  /** It is in the key store of the operating system, so it is known next time too. */
  kept: z.boolean(),
  /** Why it cannot be kept; null where it can. */
  whyNotKept: z.enum(['no-key-store', 'terminal']).nullable(),
});
export type PasswordState = z.infer<typeof PasswordState>;

/** A step as it is shown: what would be run, and with what. */
export const RepairStepView = RepairStep.extend({
  /** The exact line, the password masked; null while it cannot be said. */
  commandLine: z.string().nullable(),
  runner: RunnerId.nullable(),
  /** Why it could not be run now; null when nothing speaks against it. */
  trouble: ToolTrouble.nullable(),
  /** It names a parameter that removes mail (domain.md 5.2, trap 3): the name of the post office has to be typed. */
  destructive: z.boolean(),
  needsPassword: z.boolean(),
  /** It can be taken back to the state before it: it is the last that was run, and that state is kept. */
  canTakeBack: z.boolean(),
});
export type RepairStepView = z.infer<typeof RepairStepView>;

export const RepairView = Repair.omit({ steps: true, version: true, fingerprint: true }).extend({
  /** Absolute: the repair's own folder, and the copy in it. */
  folder: z.string(),
  copy: z.string(),
  steps: z.array(RepairStepView),
  next: RepairNext,
  password: PasswordState,
  /** The run that works on it now. */
  runId: z.string().nullable(),
  /** Bytes that the repair takes now, with the states to go back to; shared blocks counted as if they were not. */
  bytesTaken: z.number(),
  /** Set when it cannot be gone on with: the copy was changed by somebody else, or is gone. */
  damaged: z.boolean(),
});
export type RepairView = z.infer<typeof RepairView>;

/** A repair in a list. */
export const RepairRow = RepairView.pick({
  id: true,
  postOffice: true,
  postOfficeId: true,
  practice: true,
  procedure: true,
  createdAt: true,
  next: true,
  runId: true,
  bytesTaken: true,
  damaged: true,
}).extend({ bag: z.string(), grade: Grade, stepsDone: count, stepsInAll: count });
export type RepairRow = z.infer<typeof RepairRow>;

/** What a post office has of its own for repairs. Lines by `procedure/dialect/step`. */
export const RepairSettings = z.object({
  login: z.string().max(256),
  dialect: Dialect,
  lines: z.record(z.string().max(80), z.string().max(400)),
  /** In front of the usual ones. */
  rules: z.array(OutputRule).max(100),
});
export type RepairSettings = z.infer<typeof RepairSettings>;

export const noRepairSettings: RepairSettings = { login: '', dialect: 'positional', lines: {}, rules: [] };

export const lineKey = (procedure: ProcedureId, dialect: Dialect, step: string): string =>
  `${procedure}/${dialect}/${step}`;

/** How tools are run on this computer, for all post offices. */
export const ToolSettings = z.object({
  /** Absolute folder in which the format's own tools lie. */
  folder: z.string().nullable(),
  /** Tools that were shown one by one; absolute paths. They come before those in the folder. */
  programs: z.record(z.string(), z.string()),
  /** `auto`: by what kind of program a tool is. */
  runner: z.enum(['auto', ...RunnerId.options]),
  runners: RunnerSettings,
  /** After that a tool is ended, minutes. */
  limitMinutes: z.number().int().min(1).max(6000),
  /** Absolute folder for private copies; null: in Postbag's own. */
  workbench: z.string().nullable(),
  /** Folders where there may be some from before it was changed. */
  olderWorkbenches: z.array(z.string()),
});
export type ToolSettings = z.infer<typeof ToolSettings>;

/** One tool as it was found. */
export const FoundTool = z.object({
  id: ToolId,
  /** Absolute; null when it was not found. */
  path: z.string().nullable(),
  /** Shown by a person for itself, and not found in the folder. */
  shown: z.boolean(),
  kind: z.enum(['dos', 'windows-16', 'windows-32', 'windows-64', 'other']).nullable(),
  /** Who would run it; null when nobody can. */
  runner: RunnerId.nullable(),
});
export type FoundTool = z.infer<typeof FoundTool>;

export const ToolsView = z.object({
  settings: ToolSettings,
  tools: z.array(FoundTool),
  runners: z.array(RunnerState),
  /** Absolute: where private copies are made. */
  workbench: z.string(),
  workbenchFree: z.number().nullable(),
});
export type ToolsView = z.infer<typeof ToolsView>;

/** One line of a tool's output. */
export const OutputLine = z.object({ text: z.string(), mark: LineMark });
export type OutputLine = z.infer<typeof OutputLine>;
