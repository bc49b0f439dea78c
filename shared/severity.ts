import { z } from 'zod';

/** How much a finding matters: `info` needs nothing, `warning` should be read, `error` means something is missing. */
export const Severity = z.enum(['info', 'warning', 'error']);
export type Severity = z.infer<typeof Severity>;

/** Values that the words of a finding are filled with. Bytes and milliseconds are plain numbers. */
export const Params = z.record(z.string(), z.union([z.string(), z.number()]));
export type Params = z.infer<typeof Params>;
