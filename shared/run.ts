import { z } from 'zod';
import { Finding } from './finding';
import { FileRole, GroupId } from './postoffice';
import { Params } from './severity';

/** How open files are dealt with. */
export const Method = z.enum(['linear']);
export type Method = z.infer<typeof Method>;

/** How consistent a bag is, best first (design: section 5). Computed from the ledger and the journal, never set. */
export const Grade = z.enum(['closed', 'instant', 'per-file', 'loose']);
export type Grade = z.infer<typeof Grade>;

/** How a run ended. `findings`: done, but something must be looked at. */
export const Verdict = z.enum(['verified', 'findings', 'failed', 'cancelled']);
export type Verdict = z.infer<typeof Verdict>;

export const RunKind = z.enum(['backup', 'verify']);
export type RunKind = z.infer<typeof RunKind>;

export const StepId = z.enum([
  'check-post-office',
  'check-vault',
  'check-space',
  'open-bag',
  'copy-group',
  'look-again',
  'verify',
  'seal',
  'check-bag',
]);
export type StepId = z.infer<typeof StepId>;

/** What can be taken back, also by another process after a crash. */
export const UndoAction = z.enum(['remove-partial-bag']);
export type UndoAction = z.infer<typeof UndoAction>;

/** One step as data: its sentence is `words/steps[id](params)`. */
export const PlannedStep = z.object({ id: StepId, params: Params, undo: UndoAction.nullable() });
export type PlannedStep = z.infer<typeof PlannedStep>;

export const PlannedGroup = z.object({ id: GroupId, files: z.number().int(), bytes: z.number() });
export type PlannedGroup = z.infer<typeof PlannedGroup>;

/** What one run will do, as data, before anything is done. */
export const Plan = z.object({
  id: z.string(),
  kind: RunKind,
  /** Name of the post office, as the administrator calls it. */
  postOffice: z.string(),
  postOfficeId: z.string(),
  method: Method.nullable(),
  vault: z.string(),
  /** The best grade this method can reach here. */
  bestGrade: Grade.nullable(),
  steps: z.array(PlannedStep),
  groups: z.array(PlannedGroup),
  files: z.number().int(),
  bytes: z.number(),
  freeBytes: z.number().nullable(),
  /** The same run from a terminal, exact. */
  commandLine: z.string(),
  /** What the checks found while the plan was made; one of severity `error` stops the run before it starts. */
  findings: z.array(Finding),
});
export type Plan = z.infer<typeof Plan>;

/** A change of one source file that was noticed. Sizes in bytes, times in ms since 1970 UTC. */
export const FileChange = z.object({
  /** `while-copying`: on the open handle. `after-copy`: when the whole set was looked at again. */
  when: z.enum(['while-copying', 'after-copy']),
  replaced: z.boolean(),
  bytesBefore: z.number(),
  bytesAfter: z.number(),
  changedBefore: z.number(),
  changedAfter: z.number(),
});
export type FileChange = z.infer<typeof FileChange>;

/** One file of a bag, as copied. */
export const LedgerEntry = z.object({
  path: z.string(),
  group: GroupId,
  role: FileRole,
  bytes: z.number(),
  sha256: z.string(),
  /** Last change of the source when it was opened, ms since 1970 UTC. */
  modified: z.number(),
  startedAt: z.string(),
  endedAt: z.string(),
  change: FileChange.nullable(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** An undo that is not done yet. */
export const PendingUndo = z.object({
  runId: z.string(),
  undoId: z.number().int(),
  action: UndoAction,
  params: Params,
  postOffice: z.string(),
  /** Why it failed the last time; empty while it was not tried. */
  lastError: z.string(),
});
export type PendingUndo = z.infer<typeof PendingUndo>;

/** One run in the history. Times ISO 8601 UTC. */
export const RunRecord = z.object({
  id: z.string(),
  kind: RunKind,
  postOffice: z.string(),
  postOfficeId: z.string(),
  method: Method.nullable(),
  vault: z.string(),
  /** Where the bag lies; null when none was sealed. */
  bag: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Null while it runs. */
  verdict: Verdict.nullable(),
  grade: Grade.nullable(),
  /** Start of the first group: anything written later may be missing from the bag. */
  recoveryPoint: z.string().nullable(),
  files: z.number().int(),
  bytes: z.number(),
  findings: z.array(Finding),
  pendingUndos: z.array(PendingUndo),
});
export type RunRecord = z.infer<typeof RunRecord>;

export const GroupProgress = z.object({
  id: GroupId,
  files: z.number().int(),
  filesDone: z.number().int(),
  bytes: z.number(),
  bytesDone: z.number(),
});
export type GroupProgress = z.infer<typeof GroupProgress>;

/** Sent at most 5 times a second. Bytes and ms. */
export const RunProgress = z.object({
  runId: z.string(),
  step: z.number().int(),
  groups: z.array(GroupProgress),
  /** The file that is being worked on, relative to the post office or the bag. */
  file: z.string().nullable(),
  /** Of the step that is running (copying or verifying). */
  bytesDone: z.number(),
  bytes: z.number(),
  bytesPerSecond: z.number().nullable(),
  /** Null until enough was measured. */
  etaMs: z.number().nullable(),
  findings: z.number().int(),
});
export type RunProgress = z.infer<typeof RunProgress>;

/** One line of a run's journal as the screen shows it; `type` picks the words. */
export const LogLine = z.object({ at: z.string(), type: z.string(), text: z.string() });
export type LogLine = z.infer<typeof LogLine>;
