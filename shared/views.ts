import { z } from 'zod';
import { FormatId, InventorySummary, PatternChanges, Patterns, Recognition } from './postoffice';
import { Failure } from './result';
import { AccessSettings } from './access';
import { Grade, Method, Verdict } from './run';
import { Theme } from './settings';
import { ChecklistItem, LastProof } from './proof';
import { RepairSettings } from './repair';
import { MirrorCommands, StillState } from './still';

/** What screens show. Paths are for reading only: nothing takes a path back. */

export const LastBackup = z.object({
  bagId: z.string().nullable(),
  runId: z.string(),
  at: z.string(),
  verdict: Verdict,
  grade: Grade.nullable(),
  /** When the newest sealed bag was made, ISO 8601 UTC: `at`, or earlier when the last attempt failed. */
  sealedAt: z.string().nullable(),
});
export type LastBackup = z.infer<typeof LastBackup>;

export const PracticeUsersState = z.object({
  postOfficeId: z.string(),
  running: z.boolean(),
  ops: z.number().int(),
});
export type PracticeUsersState = z.infer<typeof PracticeUsersState>;

export const PostOfficeRow = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  /** Null while its inventory is not known; then `problem` says why, if it cannot be. */
  inventory: InventorySummary.nullable(),
  /** Why the folder could not be looked at. */
  problem: Failure.nullable(),
  lastBackup: LastBackup.nullable(),
  /** The newest proof of any of its bags that can be believed. */
  lastProof: LastProof.nullable(),
  /** Somebody is to be reminded to prove a backup: by days, or by bags since the last proof. */
  proofDue: z.enum(['days', 'bags']).nullable(),
  runningRunId: z.string().nullable(),
  practiceUsers: PracticeUsersState.nullable(),
});
export type PostOfficeRow = z.infer<typeof PostOfficeRow>;

export const PostOfficeDetail = PostOfficeRow.extend({
  format: FormatId.nullable(),
  /** The format's own patterns, and what was changed for this post office. */
  defaultPatterns: Patterns.nullable(),
  changes: PatternChanges,
  access: AccessSettings,
  mirror: MirrorCommands,
  repair: RepairSettings,
  checklist: z.array(ChecklistItem),
  /** It is the usual one of its format. */
  checklistIsUsual: z.boolean(),
});
export type PostOfficeDetail = z.infer<typeof PostOfficeDetail>;

/**
 * One thing that a method needs, whether it is there, and with what or why not. `people-go-on`: nobody has to log out.
 * `sees`: who is connected can be seen. `refuses`: new connections can be refused. `tells`: the users can be told.
 * `services`: what is stopped and started. `still`: something here can make it stand still. `one-instant`: all files are
 * of one moment. `calm`: a moment without writes. `room`: for what people write meanwhile. `redundancy`: until it is
 * joined again there is one disk alone.
 */
export const MethodNeed = z.object({
  need: z.enum([
    'people-go-on',
    'sees',
    'refuses',
    'tells',
    'services',
    'still',
    'one-instant',
    'calm',
    'room',
    'redundancy',
  ]),
  met: z.boolean(),
  detail: z.string(),
});
export type MethodNeed = z.infer<typeof MethodNeed>;

/** What a method needs at one post office, and which grade it can reach. */
export const MethodAdvice = z.object({
  method: Method,
  best: Grade,
  /** The grade when not everything goes well. */
  otherwise: Grade,
  needs: z.array(MethodNeed),
  recommended: z.boolean(),
  /** False where nothing here can do it; `needs` says why. */
  available: z.boolean(),
  /** What could make it stand still, of the methods that need that; in the order in which they are tried. */
  providers: z.array(StillState),
});
export type MethodAdvice = z.infer<typeof MethodAdvice>;

/** A folder that a person chose in the system's dialog; only its id goes back. */
export const ChosenFolder = z.object({ id: z.string(), path: z.string() });
export type ChosenFolder = z.infer<typeof ChosenFolder>;

export const FoundPostOffice = z.object({
  folderId: z.string(),
  path: z.string(),
  recognition: Recognition,
  /** Already on the list. */
  known: z.boolean(),
  suggestedName: z.string(),
});
export type FoundPostOffice = z.infer<typeof FoundPostOffice>;

export const FindResult = z.object({
  found: z.array(FoundPostOffice),
  folders: z.number().int(),
  unreadable: z.number().int(),
  /** Ended by a limit or by the person before every folder was seen. */
  complete: z.boolean(),
});
export type FindResult = z.infer<typeof FindResult>;

export const VaultRow = z.object({
  id: z.string(),
  path: z.string(),
  available: z.boolean(),
  freeBytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  bags: z.number().int(),
});
export type VaultRow = z.infer<typeof VaultRow>;

export const BagRow = z.object({
  id: z.string(),
  vaultId: z.string(),
  path: z.string(),
  name: z.string(),
  postOffice: z.string(),
  /** Null when the bag does not say. */
  format: FormatId.nullable(),
  /** When it was sealed, ISO 8601 UTC; null when the bag does not say. */
  sealedAt: z.string().nullable(),
  /** Start of the first group, ISO 8601 UTC: what was written later may be missing. Null when the bag does not say. */
  recoveryPoint: z.string().nullable(),
  grade: Grade.nullable(),
  verdict: Verdict.nullable(),
  method: z.string().nullable(),
  files: z.number().int().nullable(),
  bytes: z.number().nullable(),
  practice: z.boolean(),
  lastVerified: z.object({ at: z.string(), valid: z.boolean(), runId: z.string() }).nullable(),
  lastProof: LastProof.nullable(),
  /** False when what the bag says about itself cannot be read. */
  readable: z.boolean(),
});
export type BagRow = z.infer<typeof BagRow>;

export const AppInfo = z.object({
  version: z.string(),
  electron: z.string(),
  platform: z.string(),
  theme: Theme,
});
export type AppInfo = z.infer<typeof AppInfo>;
