import { readdir, readFile } from 'node:fs/promises';
import type { Owner } from '../run/owner';
import { programsLeftBy } from '../run/programs-left';

/** Stands in the environment of a tool and of everything that it starts. */
const TOOL = 'POSTBAG_TOOL';

/** What says which call a process belongs to. */
export const mark = (id: string): Readonly<Record<string, string>> => ({ [TOOL]: id });

/**
 * Wine's own household. Whatever starts first starts it, and everything that runs in the same Wine shares it; it ends by
 * itself when nobody is left.
 */
const household =
  /^(wineserver(64)?|services\.exe|explorer\.exe|winedevice\.exe|plugplay\.exe|svchost\.exe|rpcss\.exe)$/;

/** Ends what is left of a call, also what has made itself independent. Linux only. Never throws. */
export async function endMarked(id: string, platform: NodeJS.Platform): Promise<void> {
  if (platform !== 'linux') return;
  await endAll(async () => await ofTools(await allPids(), `${TOOL}=${id}`));
}

/**
 * Ends the tools that a dead process of ours left running: they would go on changing a copy that nobody waits for any
 * more, for hours. Linux only. Never throws.
 * @returns how many processes were ended
 */
export async function endToolsLeftBy(owner: Owner): Promise<number> {
  return await endAll(async () => await ofTools(await programsLeftBy(owner).catch(() => []), `${TOOL}=`));
}

async function endAll(find: () => Promise<readonly number[]>): Promise<number> {
  const ended = new Set<number>();
  // One that is just starting another one may be faster than we are, some times.
  for (let round = 0; round < 5; round++) {
    const pids = await find();
    if (pids.length === 0) break;
    for (const pid of pids) {
      ended.add(pid);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone by now.
      }
    }
  }
  return ended.size;
}

async function allPids(): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.map(Number).filter((pid) => pid > 0 && pid !== process.pid);
}

/** Those with something in their environment that begins so. */
async function ofTools(pids: readonly number[], begins: string): Promise<number[]> {
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [environment, name] = await Promise.all([
        readFile(`/proc/${String(pid)}/environ`, 'utf8').catch(() => ''),
        readFile(`/proc/${String(pid)}/comm`, 'utf8').catch(() => ''),
      ]);
      const marked = environment.split('\0').some((line) => line.startsWith(begins));
      return marked && !household.test(name.trim()) ? [pid] : [];
    }),
  );
  return found.flat();
}
