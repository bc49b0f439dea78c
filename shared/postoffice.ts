import { z } from 'zod';

/** Formats Postbag knows (domain.md 1.2 and 1.3). */
export const FormatId = z.enum(['ccmail-db6', 'ccmail-db8']);
export type FormatId = z.infer<typeof FormatId>;

/** The three file groups, in copy order; each is finished before the next one starts. */
export const GroupId = z.enum(['users', 'directory', 'store']);
export type GroupId = z.infer<typeof GroupId>;

/**
 * What a file is taken for. Only `user`, `directory` and `store` are database files of the format; the others travel
 * with the first group.
 */
export const FileRole = z.enum(['user', 'directory', 'store', 'auxiliary', 'program', 'unrecognised']);
export type FileRole = z.infer<typeof FileRole>;

/**
 * File name patterns of one post office; the administrator may change them. Case-insensitive globs relative to the post
 * office, `/` between folders; only `*`, `?`, `[a-z]` and `**` are special. A pattern that begins with `!` takes names
 * out again, wherever it stands in its list: `U*` with `!*.*` is every name with U in front and without an extension.
 */
export const Patterns = z.object({
  user: z.array(z.string()),
  directory: z.array(z.string()),
  store: z.array(z.string()),
  auxiliary: z.array(z.string()),
  program: z.array(z.string()),
  /** Never copied: markers that say something about the live post office only. */
  leaveOut: z.array(z.string()),
});
export type Patterns = z.infer<typeof Patterns>;

/** Changes to a format's patterns, kept for one post office; a role that is absent keeps the format's own. */
export const PatternChanges = Patterns.partial();
export type PatternChanges = z.infer<typeof PatternChanges>;

/** Why a pattern is refused; `pattern-invalid` carries it as `fault`. The words are in `shared/words/postoffice.ts`. */
export const PatternFault = z.enum([
  'empty',
  'too-long',
  'outside',
  'malformed',
  'too-many-wildcards',
  'too-many',
]);
export type PatternFault = z.infer<typeof PatternFault>;

/** What a folder was recognised as (domain.md 2). File names decide, never a product version. */
export const RecognitionKind = z.enum([
  'db6',
  'db8',
  'mixed',
  'partial',
  'undecided',
  'mobile',
  'none',
  'unreadable',
]);
export type RecognitionKind = z.infer<typeof RecognitionKind>;

export const Recognition = z.object({
  kind: RecognitionKind,
  /** Set for `db6` and `db8` only. */
  format: FormatId.nullable(),
  /** Carries the marker of a practice post office made by Postbag; then it is never called cc:Mail. */
  practice: z.boolean(),
  /**
   * Names that decided, as they are written on disk. For `none`: up to ten names that belong to mail but make no post
   * office, such as user archives.
   */
  evidence: z.array(z.string()),
  /** Names of database files that should be there and are not; for `unreadable` empty. */
  missing: z.array(z.string()),
});
export type Recognition = z.infer<typeof Recognition>;

export const GroupInventory = z.object({
  id: GroupId,
  files: z.number().int(),
  bytes: z.number(),
  /** Some names for the screen: all of a small group, else the first few. */
  names: z.array(z.string()),
});
export type GroupInventory = z.infer<typeof GroupInventory>;

/** The inventory of one post office, as a person sees it. Bytes; times are ms since 1970 UTC. */
export const InventorySummary = z.object({
  recognition: Recognition,
  groups: z.array(GroupInventory),
  files: z.number().int(),
  bytes: z.number(),
  newestChange: z.number().nullable(),
  /** User files: about one for each mailbox (domain.md 6). */
  mailboxes: z.number().int(),
  /** Marker files found, for example CCPODOWN; they are left out of every bag. */
  markers: z.array(z.string()),
  auxiliary: z.array(z.string()),
  programs: z.number().int(),
  /** The first 200 names; `unrecognisedCount` has them all. */
  unrecognised: z.array(z.string()),
  unrecognisedCount: z.number().int(),
  /** Folders or files that could not be looked at, with the system's code. */
  unreadable: z.array(z.object({ path: z.string(), code: z.string() })),
  /** Links, devices and the like: never followed, never copied. */
  special: z.array(z.string()),
  /** Names that differ in case only, which Windows could not keep apart. */
  colliding: z.array(z.string()),
  takenAt: z.number(),
});
export type InventorySummary = z.infer<typeof InventorySummary>;
