import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { thisOwner, type Owner } from './owner';

/** Stands in the environment of every program that is waited for, and of what that starts. */
const OWNER = 'POSTBAG_OWNER';

const asText = ({ pid, started }: Owner): string => `${String(pid)}@${started ?? ''}`;

/** What says whose a program is. */
export const ownersMark = (): Readonly<Record<string, string>> => ({ [OWNER]: asText(thisOwner()) });

/**
 * Processes of this computer that a process of ours started and that outlived it: killed in the middle of `lvcreate`, it
 * leaves a snapshot that is made only after it is gone. Linux only; elsewhere a dead process is not known as such for a
 * minute, and by then they have ended.
 */
export async function programsLeftBy(owner: Owner): Promise<number[]> {
  if (process.platform !== 'linux' || owner.started === null) return [];
  const wanted = `${OWNER}=${asText(owner)}`;
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${String(pid)}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(wanted) ? [pid] : [];
    }),
  );
  return found.flat();
}

/** How long they are waited for, and how often they are looked at, ms. */
const LONGEST = 60_000;
const LOOK_EVERY = 100;

/** Waits until the programs of a dead process have ended. @returns false when they do not */
export async function programsEnd(owner: Owner, longestMs = LONGEST): Promise<boolean> {
  const until = Date.now() + longestMs;
  while ((await programsLeftBy(owner)).length > 0) {
    if (Date.now() > until) return false;
    await sleep(LOOK_EVERY);
  }
  return true;
}
