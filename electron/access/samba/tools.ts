import { saidBy, type ProgramEnd, type RunProgram } from '../../run/program';
import type { AccessReason } from '../../../shared/access';
import type { Params } from '../../../shared/severity';
import type { Place } from '../adapter';

/** What is needed to ask Samba: how its programs are run, and its configuration file; null for its usual one. */
export interface Samba {
  readonly runProgram: RunProgram;
  readonly config: string | null;
}

export type SambaProgram = 'smbstatus' | 'smbcontrol' | 'testparm' | 'net';

/** Samba could not be asked, or not be changed; with the reason as `look` says it. */
export class SambaTrouble extends Error {
  override readonly name = 'SambaTrouble';

  constructor(
    readonly code: AccessReason,
    readonly params: Params,
    message: string,
  ) {
    super(message);
  }
}

export function sambaOf({ runProgram, settings }: Place): Samba {
  return { runProgram, config: settings.sambaConfig };
}

/** Runs one of Samba's programs with its configuration file. Never throws. */
export async function runSamba(
  { runProgram, config }: Samba,
  program: SambaProgram,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<ProgramEnd> {
  // testparm alone is told the file by its place; its own `-s` means: do not wait for a key.
  const which = config === null ? [] : program === 'testparm' ? [config] : ['-s', config];
  const all = program === 'testparm' ? [...args, ...which] : [...which, ...args];
  return await runProgram({ program, args: all, ...(signal && { signal }) });
}

/** What a program printed. @throws SambaTrouble when it did not end with 0 */
export function outputOf(program: SambaProgram, end: ProgramEnd): string {
  if (end.code === 0) return end.stdout;
  throw troubleOf(program, end);
}

/** Why a program that did not end with 0 failed. */
export function troubleOf(program: SambaProgram, end: ProgramEnd): SambaTrouble {
  const reason = saidBy(end);
  if (end.failed === 'missing') {
    return new SambaTrouble('program-missing', { program }, `${program} is not installed`);
  }
  // What smbstatus and smbcontrol say to everybody but root.
  if (end.failed === 'refused' || /only works as root|not root\?|Permission denied/i.test(end.stderr)) {
    return new SambaTrouble('no-rights', { program }, reason);
  }
  return new SambaTrouble('failed', { program, reason }, reason);
}

/**
 * Lets the running server read its configuration anew, and waits until its main process has done so.
 * @throws SambaTrouble when it could not be told
 */
export async function reload(samba: Samba): Promise<void> {
  const end = await runSamba(samba, 'smbcontrol', ['smbd', 'reload-config']);
  // A server that does not run reads its configuration when it starts.
  if (end.code !== 0 && end.stderr.includes("Can't find pid for destination 'smbd'")) return;
  outputOf('smbcontrol', end);
  // Messages are taken in order: whoever answers this one has read the configuration. Only to be sure, so it may fail.
  await runSamba(samba, 'smbcontrol', ['--timeout=3', 'smbd', 'ping']);
}
