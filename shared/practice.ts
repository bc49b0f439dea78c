import { z } from 'zod';

/** Whose names the files of a practice post office have. Its inside is Postbag's own layout, not cc:Mail's. */
export const PracticeShape = z.enum(['db6', 'db8']);
export type PracticeShape = z.infer<typeof PracticeShape>;

/** What the maker needs. The same values always make the same bytes. */
export const PracticeOptions = z.object({
  shape: PracticeShape,
  users: z.number().int().min(1).max(2000),
  /** Messages at the start. */
  messages: z.number().int().min(0).max(2_000_000),
  seed: z.number().int().min(0),
});
export type PracticeOptions = z.infer<typeof PracticeOptions>;

/** What the checker of the practice post office counted. */
export const PracticeCheck = z.object({
  /** User files that could be read. */
  users: z.number().int(),
  /** Messages that the index leads to and that are there completely. */
  messages: z.number().int(),
  pointers: z.number().int(),
  /** Pointers to a message that is not there: mail lost. */
  dangling: z.number().int(),
  /** Messages that nobody points to: space to reclaim, nothing lost. */
  orphans: z.number().int(),
  /** Pages whose checksum does not fit their content (written while they were read, or damaged), or that were cut off. */
  torn: z.number().int(),
  /** Files that should be there and are not, or cannot be read. */
  missing: z.number().int(),
});
export type PracticeCheck = z.infer<typeof PracticeCheck>;

/** How the simulated users work. */
export const PracticePace = z.object({
  /** Operations a second; 0 means as fast as possible. */
  rate: z.number().min(0),
  /** Work in bursts of so many ms … */
  burstMs: z.number().int().min(0),
  /** … with pauses of so many ms between them; when either is 0, they work without pauses. */
  pauseMs: z.number().int().min(0),
});
export type PracticePace = z.infer<typeof PracticePace>;

/** What the simulated users did since they were started. */
export const PracticeCounts = z.object({
  ops: z.number().int(),
  sent: z.number().int(),
  read: z.number().int(),
  deleted: z.number().int(),
});
export type PracticeCounts = z.infer<typeof PracticeCounts>;
