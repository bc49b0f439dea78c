import { plainName } from './shares';
import { outputOf, runSamba, troubleOf, type Samba } from './tools';

/** A parameter that Samba keeps and does not know: which run closed the share. */
const MARK = 'postbag:run';

/** Whether a share stands in Samba's registry. */
export async function isInRegistry(samba: Samba, share: string): Promise<boolean> {
  const end = await runSamba(samba, 'net', ['conf', 'listshares']);
  return end.code === 0 && end.stdout.split(/\r?\n/).some((name) => plainName(name) === plainName(share));
}

/** A parameter of a share; null when it is not set, or there is no such share. @throws SambaTrouble */
async function parameter(samba: Samba, share: string, name: string): Promise<string | null> {
  const end = await runSamba(samba, 'net', ['conf', 'getparm', share, name]);
  if (end.code === 0) return end.stdout.trim();
  if (/is not set|does not exist/.test(`${end.stderr}${end.stdout}`)) return null;
  throw troubleOf('net', end);
}

/** What a share says of being available; empty when it says nothing. @throws SambaTrouble */
export async function availableInRegistry(samba: Samba, share: string): Promise<string> {
  return (await parameter(samba, share, 'available')) ?? '';
}

/** Whether a run closed the share, whichever. */
export async function isMarkedInRegistry(samba: Samba, share: string): Promise<boolean> {
  return (await parameter(samba, share, MARK)) !== null;
}

/** Closes a share; the mark goes first, so that what is closed always says by whom. @throws SambaTrouble */
export async function closeInRegistry(samba: Samba, share: string, runId: string): Promise<void> {
  outputOf('net', await runSamba(samba, 'net', ['conf', 'setparm', share, MARK, runId]));
  outputOf('net', await runSamba(samba, 'net', ['conf', 'setparm', share, 'available', 'no']));
}

/**
 * Opens a share that this run closed.
 * @param before what it said of being available; empty when it said nothing
 * @returns whether it was this run's
 * @throws SambaTrouble
 */
export async function openInRegistry(
  samba: Samba,
  share: string,
  before: string,
  runId: string,
): Promise<boolean> {
  if ((await parameter(samba, share, MARK)) !== runId) return false;
  if (before !== '') {
    outputOf('net', await runSamba(samba, 'net', ['conf', 'setparm', share, 'available', before]));
  } else if ((await parameter(samba, share, 'available')) !== null) {
    outputOf('net', await runSamba(samba, 'net', ['conf', 'delparm', share, 'available']));
  }
  outputOf('net', await runSamba(samba, 'net', ['conf', 'delparm', share, MARK]));
  return true;
}
