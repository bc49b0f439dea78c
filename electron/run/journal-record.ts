import { z } from 'zod';
import { RunAccess } from '../../shared/access';
import { Finding } from '../../shared/finding';
import { Grade, Plan, Reuse, Settling, StepId, UndoAction, Verdict } from '../../shared/run';
import { Params } from '../../shared/severity';
import { RunStill } from '../../shared/still';
import { Owner } from './owner';

/** What a run established on its way; each step adds its part. */
export const RunFacts = z.object({
  bag: z.string().nullable(),
  grade: Grade.nullable(),
  /** Start of the first group, ISO 8601 UTC. */
  recoveryPoint: z.string().nullable(),
  files: z.number().int(),
  bytes: z.number(),
  settling: Settling.nullable(),
  holding: z.boolean(),
  shared: Reuse.nullable(),
  kept: Reuse.nullable(),
  access: RunAccess.nullable(),
  still: RunStill.nullable(),
  /** Folder of the record in which an exchange of folders is written down. */
  exchanged: z.string().nullable(),
});
export type RunFacts = z.infer<typeof RunFacts>;

export const noFacts: RunFacts = {
  bag: null,
  grade: null,
  recoveryPoint: null,
  files: 0,
  bytes: 0,
  settling: null,
  holding: false,
  shared: null,
  kept: null,
  access: null,
  still: null,
  exchanged: null,
};

const entries = [
  z.object({ type: z.literal('plan'), runId: z.string(), owner: Owner, plan: Plan }),
  z.object({ type: z.literal('step-start'), index: z.number().int(), step: StepId }),
  z.object({ type: z.literal('step-end'), index: z.number().int(), step: StepId }),
  /** Written and synced before the step acts. */
  z.object({
    type: z.literal('undo'),
    undoId: z.number().int(),
    action: UndoAction,
    params: Params,
    /** What it would take back is worth going on from if the run is cut short. */
    keep: z.boolean(),
  }),
  z.object({
    type: z.literal('undo-result'),
    undoId: z.number().int(),
    ok: z.boolean(),
    /** False when there was nothing to take back any more. */
    acted: z.boolean(),
    error: z.string(),
  }),
  z.object({ type: z.literal('finding'), finding: Finding }),
  /** Something a room wants remembered; `kind` tells its readers what `data` is. */
  z.object({ type: z.literal('note'), kind: z.string(), data: z.unknown() }),
  z.object({ type: z.literal('facts'), facts: RunFacts.partial() }),
  /** What will be true once the act that follows has succeeded; on the disk before it is tried. */
  z.object({ type: z.literal('intent'), facts: RunFacts.partial() }),
  z.object({ type: z.literal('recovered'), owner: Owner }),
  /** `cutShort`: what was begun was kept, so that a new run can go on from it. */
  z.object({ type: z.literal('end'), verdict: Verdict, cutShort: z.boolean() }),
] as const;

export const JournalEntry = z.discriminatedUnion('type', entries);
export type JournalEntry = z.infer<typeof JournalEntry>;

/** An entry with its time: ISO 8601 UTC, and ms since the journal was opened by a clock that never jumps. */
export const JournalRecord = z.intersection(z.object({ at: z.string(), ms: z.number() }), JournalEntry);
export type JournalRecord = z.infer<typeof JournalRecord>;
