import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Finding } from '../../shared/finding';
import { FormatId } from '../../shared/postoffice';
import { RunStill } from '../../shared/still';
import { Grade, Reuse, Settling, Verdict } from '../../shared/run';

/** What a bag says about itself, in `postbag/run.json`. Times ISO 8601 UTC, sizes in bytes. */
export const BagRecord = z.object({
  version: z.literal(1),
  software: z.string(),
  runId: z.string(),
  postOffice: z.object({ id: z.string(), name: z.string() }),
  practice: z.boolean(),
  format: FormatId,
  method: z.string(),
  grade: Grade,
  /** Of everything up to the verification of the sealed bytes, which a bag cannot hold about itself. */
  verdict: Verdict,
  recoveryPoint: z.string().nullable(),
  /** How it settled; a bag from before there was settling says nothing. */
  settling: Settling.nullable().default(null),
  /** What it was read from instead of the open post office. */
  still: RunStill.nullable().default(null),
  /** Files that are stored once for this bag and an older one, and files from a run that was cut short. */
  shared: Reuse.nullable().default(null),
  kept: Reuse.nullable().default(null),
  startedAt: z.string(),
  copiedAt: z.string(),
  files: z.number().int(),
  bytes: z.number(),
  findings: z.array(Finding),
});
export type BagRecord = z.infer<typeof BagRecord>;

export const BAG_RECORD_FILE = 'postbag/run.json';

/** A record is a page of text; anything much larger is not ours and is not read into memory. */
const MOST_BYTES = 4 << 20;

/** A bag's record, or null when it has none that can be understood: a bag made elsewhere is still a bag. */
export async function readBagRecord(bag: string): Promise<BagRecord | null> {
  const file = path.join(bag, BAG_RECORD_FILE);
  try {
    if ((await stat(file)).size > MOST_BYTES) return null;
    return BagRecord.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}
