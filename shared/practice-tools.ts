import { z } from 'zod';

/** The practice tools in the order in which they are used on a damaged copy. */
export const PracticeTool = z.enum(['analyse', 'rebuild-index', 'reconcile', 'reclaim']);
export type PracticeTool = z.infer<typeof PracticeTool>;

const count = z.number().int();

/** What `analyse` counted; it changes nothing. */
export const PracticeAnalysis = z.object({
  /** Whether nothing is wrong: every number below the first three is 0. */
  clean: z.boolean(),
  /** Messages that the index leads to and that are there completely. */
  messages: count,
  pointers: count,
  freePages: count,
  /** Files that should be there and are not. */
  missing: count,
  /** Pages whose checksum does not fit, that are in the wrong place, or that were cut off. */
  torn: count,
  /** Pointers to a message that the index does not lead to. */
  dangling: count,
  /** Messages in the index or in the store that nobody points to. */
  orphans: count,
  /** Index entries that lead to no message, or to one that is listed already. */
  strayEntries: count,
  /** Messages that a user has, of which pages are marked free. */
  inFreePages: count,
  /** Users that the directory has no name for. */
  nameless: count,
  /** Files whose header has a wrong number. */
  wrongHeaders: count,
});
export type PracticeAnalysis = z.infer<typeof PracticeAnalysis>;

/** What `rebuild-index` did. */
export const RebuiltIndex = z.object({
  /** Whether there was nothing to do. */
  clean: z.boolean(),
  /** Files that were missing. */
  madeAnew: count,
  /** Torn pages that were emptied; what was in them is found in the store again, but for names. */
  torn: count,
  dropped: count,
  added: count,
  /** Names of users that are lost. */
  namesLost: count,
  headersMadeRight: count,
  /** Entries and names there are now. */
  entries: count,
  users: count,
});
export type RebuiltIndex = z.infer<typeof RebuiltIndex>;

/** What `reconcile` did. */
export const Reconciled = z.object({
  /** Whether there was nothing to do. */
  clean: z.boolean(),
  /** Mailboxes that were missing. */
  madeAnew: count,
  /** Torn pages of mailboxes that were emptied. */
  torn: count,
  /** Pointers that were in them, as far as headers say. */
  pointersInTorn: count,
  /** Pointers that led nowhere, by user; users without any are left out. */
  lostByUser: z.array(z.object({ user: count, pointers: count })),
  lostPointers: count,
  /** Messages that those pointers led to. */
  lostMessages: count,
  /** Messages that the index lacked. */
  added: count,
  /** Messages that a user still has, of which pages were marked free. */
  broughtBack: count,
  headersMadeRight: count,
  /** Pointers there are now. */
  pointers: count,
});
export type Reconciled = z.infer<typeof Reconciled>;

/** What `reclaim` did. */
export const Reclaimed = z.object({
  /** Whether there was nothing to do, except perhaps free pages at the end to cut off. */
  clean: z.boolean(),
  /** Files that were missing. */
  madeAnew: count,
  /** Torn pages of the store. */
  torn: count,
  /** Messages that nobody pointed to, and their pages. */
  freedMessages: count,
  freedPages: count,
  /** Index entries of such messages. */
  droppedEntries: count,
  /** Pages that the store is shorter now. */
  cutOff: count,
  headersMadeRight: count,
  /** What the store holds now. */
  pages: count,
  messages: count,
  freePages: count,
});
export type Reclaimed = z.infer<typeof Reclaimed>;
