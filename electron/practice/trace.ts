import { appendFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Done } from './traffic';

/**
 * One operation of the simulated users. Times are ms since 1970 UTC by the system's clock, rounded outwards to whole
 * ms: the operation began no earlier than `began` and had ended by `ended`.
 */
export const TracedOperation = z.object({
  kind: z.enum(['sent', 'read', 'deleted']),
  began: z.number().int(),
  ended: z.number().int(),
  /** Pointers in all user files once the operation had ended. */
  pointers: z.number().int(),
});
export type TracedOperation = z.infer<typeof TracedOperation>;

/** Lines kept in memory before they go to the disk, so that noting an operation takes next to no time. */
const LINES_AT_ONCE = 1000;

/**
 * Notes when each operation began and ended, one line of JSON an operation. A copy that is said to be of one instant
 * can then be held against what the users were doing at that instant.
 */
export class Trace {
  #lines: string[] = [];

  /** @param file absolute path; lines are added to its end */
  constructor(private readonly file: string) {}

  /** Does one operation and notes it. */
  async step(act: () => Promise<Done>, pointers: () => number): Promise<Done> {
    const began = Date.now();
    const kind = await act();
    const noted: TracedOperation = { kind, began, ended: Date.now() + 1, pointers: pointers() };
    this.#lines.push(JSON.stringify(noted));
    if (this.#lines.length >= LINES_AT_ONCE) await this.flush();
    return kind;
  }

  /** @throws the system's error when the file cannot be written */
  async flush(): Promise<void> {
    const lines = this.#lines.splice(0);
    if (lines.length > 0) await appendFile(this.file, `${lines.join('\n')}\n`);
  }
}
