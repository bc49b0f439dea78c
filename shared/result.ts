import { z } from 'zod';
import { FindingCode, Stage } from './finding';
import { Params } from './severity';

/** How an error crosses the bridge: its code and values, never a stack and never a path that was not shown before. */
export const Failure = z.object({ code: FindingCode, stage: Stage, params: Params });
export type Failure = z.infer<typeof Failure>;

/** Every verb of the bridge answers with one of these two. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };
