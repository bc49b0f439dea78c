import { z } from 'zod';
import { describeError } from '../../run/errors';
import { runSamba, SambaTrouble, troubleOf, type Samba } from './tools';

const Server = z.object({ pid: z.string() });

const Open = z.object({
  server_id: Server,
  uid: z.number(),
  /** What others may do at the same time, not what they may not. */
  sharemode: z.object({ READ: z.boolean().default(false), WRITE: z.boolean().default(false) }),
  access_mask: z.object({
    READ_DATA: z.boolean().default(false),
    WRITE_DATA: z.boolean().default(false),
    APPEND_DATA: z.boolean().default(false),
    EXECUTE: z.boolean().default(false),
    DELETE: z.boolean().default(false),
  }),
  opened_at: z.string().optional(),
});

/** What is used of `smbstatus --json`; newer Sambas print more. */
export const SambaStatus = z.object({
  sessions: z.record(
    z.string(),
    z.object({
      session_id: z.string(),
      server_id: Server,
      uid: z.number(),
      username: z.string().default(''),
      remote_machine: z.string().default(''),
    }),
  ),
  tcons: z.record(
    z.string(),
    z.object({
      service: z.string(),
      server_id: Server,
      session_id: z.string(),
      machine: z.string().default(''),
      connected_at: z.string().optional(),
    }),
  ),
  open_files: z.record(
    z.string(),
    z.object({ service_path: z.string(), filename: z.string(), opens: z.record(z.string(), Open) }),
  ),
  byte_range_locks: z
    .record(
      z.string(),
      z.object({
        share_path: z.string(),
        file_name: z.string(),
        locks: z.array(z.object({ server_id: Server })),
      }),
    )
    .default({}),
});
export type SambaStatus = z.infer<typeof SambaStatus>;
export type SambaOpen = z.infer<typeof Open>;

/** Reads what smbstatus printed. @throws SambaTrouble when it is not what it should be */
export function parseStatus(stdout: string): SambaStatus {
  try {
    return SambaStatus.parse(JSON.parse(stdout));
  } catch (error) {
    throw new SambaTrouble('not-understood', { program: 'smbstatus' }, describeError(error));
  }
}

/**
 * Who is connected to the whole server and what is open.
 * @throws SambaTrouble when it cannot be said. Without root's rights smbstatus prints JSON that names nobody, which is
 *   not to be taken for an empty server.
 */
export async function readStatus(samba: Samba, signal?: AbortSignal): Promise<SambaStatus> {
  const end = await runSamba(samba, 'smbstatus', ['--json', '--byterange'], signal);
  if (end.code !== 0 || end.stderr.includes('only works as root')) throw troubleOf('smbstatus', end);
  return parseStatus(end.stdout);
}
