import { z } from 'zod';
import { FindingCode } from '../../shared/finding';
import { PracticeCounts } from '../../shared/practice';
import { Params } from '../../shared/severity';

/** The entry of the users' process; its arguments are the folder, the seed, rate, burstMs, pauseMs, and a trace file or ''. */
export const PRACTICE_USERS_ENTRY = 'practice-users';

/** What the users' process is told. Every ask with a ticket is answered by `done` with the same ticket. */
export const ToUsers = z.discriminatedUnion('type', [
  /** Finish the current operation and rest. */
  z.object({ type: z.literal('pause'), ticket: z.number() }),
  z.object({ type: z.literal('resume'), ticket: z.number() }),
  /** Tell when so many more operations are done. */
  z.object({ type: z.literal('after'), ticket: z.number(), ops: z.number() }),
  /** Finish the current operation, sync, close, answer `stopped`, and exit with 0 after `bye`. */
  z.object({ type: z.literal('stop') }),
  /** `stopped` or `failed` has arrived, so the process may go. */
  z.object({ type: z.literal('bye') }),
]);
export type ToUsers = z.infer<typeof ToUsers>;

/** What the users' process tells. */
export const FromUsers = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** At most four times a second. */
  PracticeCounts.extend({ type: z.literal('progress') }),
  PracticeCounts.extend({ type: z.literal('done'), ticket: z.number() }),
  PracticeCounts.extend({ type: z.literal('stopped') }),
  z.object({ type: z.literal('failed'), code: FindingCode, params: Params }),
]);
export type FromUsers = z.infer<typeof FromUsers>;
