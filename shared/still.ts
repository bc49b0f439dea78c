import { z } from 'zod';
import { Argv, Use } from './access';
import { optionRanges } from './backup-options';
import { Params } from './severity';

/** What makes a snapshot of a post office: one file each in `electron/snapshot/`. In the order in which they are tried. */
export const SnapshotId = z.enum(['btrfs', 'zfs', 'lvm', 'vss', 'apfs', 'reflink']);
export type SnapshotId = z.infer<typeof SnapshotId>;

/** What breaks a mirror and joins it again: one file each in `electron/mirror/`. In the order in which they are tried. */
export const MirrorId = z.enum(['mirror-commands', 'lvm-mirror', 'md', 'zfs-mirror']);
export type MirrorId = z.infer<typeof MirrorId>;

/** A way to read a post office that stands still while people go on working: a snapshot of it, or the half of a mirror. */
export const StillId = z.enum([...SnapshotId.options, ...MirrorId.options]);
export type StillId = z.infer<typeof StillId>;

/** `one-instant`: all files as they were at one moment. `per-file`: each file as it was at a moment of its own. */
export const Covers = z.enum(['one-instant', 'per-file']);
export type Covers = z.infer<typeof Covers>;

/** Why a provider cannot be used for a post office. The words are in `shared/words/still.ts`. */
export const StillReason = z.enum([
  /** It belongs to another operating system. */
  'other-system',
  /** The post office lies on another computer: Postbag must run there. `server` */
  'on-another-computer',
  /** Its program is not installed: `program`. */
  'program-missing',
  /** The program must be run with more rights: `program`. */
  'no-rights',
  /** The post office lies on something else: `type` of file system, mounted at `point`. */
  'other-volume',
  /** The file system cannot make such copies: `type`, `point`. */
  'no-clones',
  /** The volume is no mirror of two halves: `volume`. */
  'no-mirror',
  /** Two parts of the post office lie on one mirror, which can be broken only once: `volume`. */
  'parts-share',
  /** The mirror has lost a half already, or one of them failed: `volume`, `state`. */
  'degraded',
  /** The mirror is being brought into step: `volume`, `percent`. */
  'not-in-step',
  /** There is too little free space for what people write meanwhile: `volume`, `freeBytes`, `neededBytes`. */
  'no-space',
  /** The folder cannot be written: `reason`. */
  'not-writable',
  /** No command was typed. */
  'not-set-up',
  /** The program failed: `program`, `reason`. */
  'failed',
  /** What it printed could not be understood: `program`. */
  'not-understood',
]);
export type StillReason = z.infer<typeof StillReason>;

/** What one provider can do for one post office. Availability is never a boolean alone. */
export const StillState = z.object({
  id: StillId,
  usable: z.boolean(),
  /** Null where it can be used. */
  reason: z.object({ code: StillReason, params: Params }).nullable(),
  /** The volumes it works on, as an administrator calls them; empty where it is not usable. */
  volumes: z.array(z.string()),
  covers: Covers,
  /** It covers that only if nothing is written in the moment in which it is made. */
  needsCalm: z.boolean(),
  /** Bytes that people can write meanwhile before it is full; null where nothing but the file system limits it. */
  spaceBytes: z.number().nullable(),
  /** What has to be copied when a mirror is joined again; null where that is not known, and for what is no mirror. */
  resync: z.enum(['changes', 'all']).nullable(),
});
export type StillState = z.infer<typeof StillState>;

/**
 * Commands of the administrator's own that break a mirror and join it again: a cluster, a replica, a storage array. Run
 * as they are, without a shell; `{postOffice}`, `{name}` and `{run}` in an argument are filled in.
 */
export const MirrorCommands = z.object({
  /** Breaks it: from when it has ended with 0, the half stands still. Undone by `join`; one without the other is refused. */
  break: Argv,
  /** Prints one line: the absolute folder in which the half's post office can be read. */
  where: Argv,
  /** Joins it again; must do no harm where it was never broken. */
  join: Argv,
  /** Ends with 0 when both halves are in step, and may print a percentage when they are not. */
  inStep: Argv,
  limitSeconds: z.number().int().min(1).max(3600),
});
export type MirrorCommands = z.infer<typeof MirrorCommands>;

export const noMirrorCommands: MirrorCommands = {
  break: [],
  where: [],
  join: [],
  inStep: [],
  limitSeconds: 120,
};

/** What a person may choose for a backup from a snapshot or the half of a mirror. */
export const StillOptions = z.object({
  /** Null: the first one that can be used. */
  provider: StillId.nullable(),
  /** `required`: stop when it cannot be had, or breaks while it is read. `auto`: then copy while open, and say so. */
  use: z.enum(['required', 'auto']),
  /** Wait until nothing was written for a while: `off` not at all, `auto` for as long as the limit, `required` or stop. */
  calm: Use,
  calmSeconds: z.number().int().min(optionRanges.calm.from).max(optionRanges.calm.to),
  calmMinutes: z.number().min(optionRanges.calmLimit.from).max(optionRanges.calmLimit.to),
});
export type StillOptions = z.infer<typeof StillOptions>;

/** How waiting for writes to settle went. Times ISO 8601 UTC. */
export const Calm = z.object({
  asked: Use,
  seconds: z.number().int(),
  /** Nothing was written for so long; null while it is waited for, or where it was not asked for. */
  calm: z.boolean().nullable(),
  since: z.string(),
  /** When the limit is reached. */
  until: z.string(),
  /** Files that were written while it was watched, and some of their names. */
  writes: z.number().int(),
  names: z.string(),
  /** What it was seen by: file times where the system keeps them for open files, else the bytes. */
  seenBy: z.enum(['times', 'content']),
});
export type Calm = z.infer<typeof Calm>;

/** How far the halves of a mirror are in step again. */
export const Resync = z.object({
  inStep: z.boolean(),
  /** 0 to 100; null where it cannot be said. */
  percent: z.number().nullable(),
  at: z.string(),
});
export type Resync = z.infer<typeof Resync>;

/**
 * How far a run is that copies from a snapshot or the half of a mirror. `live`: it could not be had, or was lost, and it
 * is copied while open instead.
 */
export const StillPhase = z.enum(['calming', 'making', 'copying', 'live', 'removing', 'gone', 'resyncing']);
export type StillPhase = z.infer<typeof StillPhase>;

/** What a run read from instead of the open post office: what was asked for, and what really happened. */
export const RunStill = z.object({
  asked: z.object({ provider: StillId.nullable(), use: z.enum(['required', 'auto']) }),
  provider: StillId.nullable(),
  volumes: z.array(z.string()),
  covers: Covers,
  phase: StillPhase,
  calm: Calm.nullable(),
  /** Just before it was made: whatever was written earlier is in it. Null until it was made. */
  at: z.string().nullable(),
  /** When it had been made: the instant lies between. */
  madeAt: z.string().nullable(),
  /**
   * Nothing was written in the moment in which it was made. Null while not known, and where whatever is written then does
   * no harm.
   */
  exact: z.boolean().nullable(),
  /** It could be read until the last byte was. Null while not known. */
  held: z.boolean().nullable(),
  /** Why it could not be had, or was lost; empty where it was not. */
  why: z.string(),
  /** Of mirrors only, once they are joined again. */
  resync: Resync.nullable(),
});
export type RunStill = z.infer<typeof RunStill>;
