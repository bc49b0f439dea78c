import { z } from 'zod';
import { RunAccess, ShutdownOptions } from './access';
import { optionRanges, usualOptions } from './backup-options';
import { Finding } from './finding';
import { FileRole, GroupId } from './postoffice';
import { Params } from './severity';
import { RunStill, StillOptions } from './still';

/** How open files are dealt with. */
export const Method = z.enum(['linear', 'snapshot', 'mirror', 'shutdown']);
export type Method = z.infer<typeof Method>;

/** How consistent a bag is, best first (design: section 5). Computed from the ledger and the journal, never set. */
export const Grade = z.enum(['closed', 'instant', 'per-file', 'loose']);
export type Grade = z.infer<typeof Grade>;

/** How a run ended. `findings`: done, but something must be looked at. */
export const Verdict = z.enum(['verified', 'findings', 'failed', 'cancelled']);
export type Verdict = z.infer<typeof Verdict>;

export const RunKind = z.enum([
  'backup',
  'verify',
  'copy-out',
  'stage',
  'repair',
  'check',
  'online',
  'swap-back',
]);
export type RunKind = z.infer<typeof RunKind>;

export const StepId = z.enum([
  'check-post-office',
  'check-vault',
  'check-space',
  'check-access',
  'check-still',
  'open-bag',
  'tell-users',
  'stop-service',
  'close-access',
  'disconnect',
  'prove-quiet',
  'wait-writes',
  'make-snapshot',
  'mount-snapshot',
  'break-mirror',
  'mount-half',
  'copy-group',
  'settle',
  'confirm-still',
  'remove-snapshot',
  'join-mirror',
  'open-again',
  'hold',
  'verify',
  'seal',
  'watch-resync',
  'check-bag',
  'check-landing',
  'open-landing',
  'copy-out',
  'finish-landing',
  'check-workbench',
  'open-workbench',
  'finish-workbench',
  'run-tool',
  'check-copy',
  'check-target',
  'copy-in',
  'swap-in',
  'swap-back',
]);
export type StepId = z.infer<typeof StepId>;

/** What can be taken back, also by another process after a crash. */
export const UndoAction = z.enum([
  'remove-partial-bag',
  'remove-landing',
  'remove-marker',
  'open-samba-share',
  'unblock-windows-share',
  'run-open-command',
  'start-service',
  'remove-snapshot',
  'unmount',
  'join-mirror',
  'restore-copy',
  'put-back',
]);
export type UndoAction = z.infer<typeof UndoAction>;

/** One step as data: its sentence is `words/steps[id](params)`. */
export const PlannedStep = z.object({ id: StepId, params: Params, undo: UndoAction.nullable() });
export type PlannedStep = z.infer<typeof PlannedStep>;

export const PlannedGroup = z.object({ id: GroupId, files: z.number().int(), bytes: z.number() });
export type PlannedGroup = z.infer<typeof PlannedGroup>;

/**
 * How long settling may go on (design: section 5). Both limits are looked at between two passes, never within one: a
 * pass that was cut off would leave the groups in the wrong order.
 */
export const SettleLimits = z.object({
  passes: z.number().int().min(optionRanges.passes.from).max(optionRanges.passes.to),
  minutes: z.number().min(optionRanges.minutes.from).max(optionRanges.minutes.to),
});
export type SettleLimits = z.infer<typeof SettleLimits>;

/** What a person may choose for one backup, beside the method. */
export const BackupOptions = z.object({
  settle: SettleLimits,
  /** How long one locked file or region is waited for, seconds. */
  lockedWaitSeconds: z.number().int().min(optionRanges.lockedWait.from).max(optionRanges.lockedWait.to),
  /** Wait for a person's word before the bag is verified and sealed. */
  hold: z.boolean(),
  /** Of the method `shutdown`. */
  shutdown: ShutdownOptions.default(usualOptions.shutdown),
  /** Of the methods `snapshot` and `mirror`. */
  still: StillOptions.default(usualOptions.still),
  /** Begin anew even if an earlier run of the same post office and vault was cut short and could be gone on with. */
  afresh: z.boolean(),
});
export type BackupOptions = z.infer<typeof BackupOptions>;

export const usualBackupOptions: BackupOptions = usualOptions;

/** Files and bytes that need not be copied, and the bag or run they are there from. */
export const Reuse = z.object({
  /** Name of the bag, or id of the run that was cut short. */
  from: z.string(),
  files: z.number().int(),
  bytes: z.number(),
});
export type Reuse = z.infer<typeof Reuse>;

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
  /** Bytes that the bag is likely to take, with what it can share; null for runs that write none. */
  neededBytes: z.number().nullable(),
  /** Null for runs that are no backup. */
  options: BackupOptions.nullable(),
  /** What is likely to be shared with the newest bag of the vault. By size and time: content decides when it is read. */
  shares: Reuse.nullable(),
  /** The run that was cut short and that this one goes on from; `from` is its id. */
  resumes: Reuse.nullable(),
  /** The same run from a terminal, exact. */
  commandLine: z.string(),
  /** What the checks found while the plan was made; one of severity `error` stops the run before it starts. */
  findings: z.array(Finding),
});
export type Plan = z.infer<typeof Plan>;

/** A change of one source file that was noticed. Sizes in bytes, times in ms since 1970 UTC. */
export const FileChange = z.object({
  /** `while-copying`: on the open handle. `after-copy`: when the set was read again to settle. */
  when: z.enum(['while-copying', 'after-copy']),
  replaced: z.boolean(),
  bytesBefore: z.number(),
  bytesAfter: z.number(),
  changedBefore: z.number(),
  changedAfter: z.number(),
});
export type FileChange = z.infer<typeof FileChange>;

export const MoveKind = z.enum(['written', 'grown', 'shrunk', 'appeared', 'vanished']);
export type MoveKind = z.infer<typeof MoveKind>;

/** One change of the source that was noticed and what it did to the copy. Sizes in bytes. */
export const FileMove = z.object({
  path: z.string(),
  group: GroupId,
  /** Settling pass in which it was noticed; 0 while the groups were copied for the first time. */
  pass: z.number().int(),
  kind: MoveKind,
  /** When it was noticed, ISO 8601 UTC. */
  at: z.string(),
  /** Bytes of the copy that were replaced; null in pass 0, where a change is noticed but not yet measured. */
  bytes: z.number().nullable(),
  bytesBefore: z.number(),
  bytesAfter: z.number(),
  /** Another file of the same name stands there now. */
  replaced: z.boolean(),
});
export type FileMove = z.infer<typeof FileMove>;

/** All moves of one file, oldest first. */
export const FileMoves = z.object({ path: z.string(), group: GroupId, moves: z.array(FileMove) });
export type FileMoves = z.infer<typeof FileMoves>;

/**
 * What stands behind a settled interval: the bytes alone, or also file times that did not move. Times say something
 * only where the system keeps them for open files.
 */
export const SettleEvidence = z.enum(['content', 'content-and-times']);
export type SettleEvidence = z.infer<typeof SettleEvidence>;

/** Time during which the set on disk was equal to the copy, ISO 8601 UTC. */
export const SettledInterval = z.object({ from: z.string(), to: z.string(), evidence: SettleEvidence });
export type SettledInterval = z.infer<typeof SettledInterval>;

/** One reading of the whole set, group by group. */
export const SettlePass = z.object({
  pass: z.number().int(),
  startedAt: z.string(),
  endedAt: z.string(),
  bytesRead: z.number(),
  /** Files that moved since they were last read, with those that appeared or vanished. */
  moved: z.number().int(),
  /** Bytes of the copy that were replaced. */
  bytes: z.number(),
  appeared: z.number().int(),
  vanished: z.number().int(),
  /** Files that could not be read in this pass; with any of them nothing is proven. */
  unread: z.number().int(),
});
export type SettlePass = z.infer<typeof SettlePass>;

/** How settling ended: proven, at one of its limits, or with nothing left that moves but files that cannot be read. */
export const SettleEnd = z.enum(['settled', 'passes', 'minutes', 'unread']);
export type SettleEnd = z.infer<typeof SettleEnd>;

export const Settling = z.object({
  limits: SettleLimits,
  passes: z.array(SettlePass),
  /** Null while it goes on. */
  end: SettleEnd.nullable(),
  /** Null unless it ended `settled`. */
  interval: SettledInterval.nullable(),
});
export type Settling = z.infer<typeof Settling>;

/** Where the bytes of a file in a bag come from: read and written now, shared with an older bag, or kept from a run that was cut short. */
export const Origin = z.enum(['copied', 'shared', 'kept']);
export type Origin = z.infer<typeof Origin>;

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
  origin: Origin,
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
  /** How the copy settled; null before, and for runs that do not settle. */
  settling: Settling.nullable(),
  /** Everything is copied, and the run waits for a person's word before it seals. */
  holding: z.boolean(),
  /** What was not copied again because a bag or an earlier run had it. `from` as in the plan. */
  shared: Reuse.nullable(),
  kept: Reuse.nullable(),
  /** Set when the run was cut short and a new one can go on from its unfinished bag. `from` is this run's id. */
  resumable: Reuse.nullable(),
  /** What was done to the access to the post office; null where it was left open. */
  access: RunAccess.nullable().default(null),
  /** What it was read from instead of the open post office; null for methods that read it where it lies. */
  still: RunStill.nullable().default(null),
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
  /** The settling pass that is under way. */
  pass: z.number().int().nullable(),
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
