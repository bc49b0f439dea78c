import { constants } from 'node:fs';
import { access, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { Listing } from '../adapter';
import { examine } from './examine';
import { below, HeldFiles } from './held-files';
import { inParallel } from './in-parallel';
import { OtherWays } from './other-ways';
import {
  parseAccounts,
  parseBootTime,
  parseEffectiveUser,
  parseStat,
  startTime,
  type ProcessStat,
} from './proc-text';
import { processConnection, type SeenProcess } from './seen-process';

/** Processes looked at at the same time. */
const PROCESSES_AT_ONCE = 8;
/** Where Linux cuts the names of programs off, bytes. */
const MOST_NAME = 15;

/** The system's first process. */
const FIRST = 1;

/** Whether every process can be looked into: only root, and whoever has its rights, sees what others have open. */
export async function seesAllProcesses(): Promise<boolean> {
  if (isRoot()) return true;
  return await access(`/proc/${String(FIRST)}/fd`, constants.R_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Virtual machines and containers may keep their first process closed from root too. It starts others and opens no
 * post office, so for root it does not count as one that could not be looked into.
 */
const isRoot = (): boolean => process.geteuid?.() === 0;

/**
 * Every process of this computer, but this one, that has something of a folder open or mapped, or works in it, from what
 * Linux shows below `/proc`. A file that was deleted and is still open keeps the ` (deleted)` that stands behind its name.
 * @throws system errors when there is no `/proc`
 */
export async function listLinuxProcesses(root: string): Promise<Listing> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  // Where the system hides other accounts' processes (mount option hidepid), the first one of all is missing.
  let notExamined = pids.includes(FIRST) ? 0 : 1;
  const folder = below(root);
  const ways = await OtherWays.to(root);
  const found: { pid: number; files: HeldFiles }[] = [];
  const others = pids.filter((pid) => pid !== process.pid);
  await inParallel(others, PROCESSES_AT_ONCE, async (pid) => {
    const files = new HeldFiles();
    const whole = await examine(pid, { root, folder, ways, files });
    if (files.present) found.push({ pid, files });
    if (whole || (pid === FIRST && isRoot())) return;
    if ((await statOf(pid))?.empty === false) notExamined++;
  });
  const seen = await Promise.all(found.map(async ({ pid, files }) => await describe(pid, files)));
  const connections = await named(seen.filter((one) => one !== null));
  return { connections: connections.sort((a, b) => (a.pid ?? 0) - (b.pid ?? 0)), notExamined };
}

/** What tells a process from a later one with the same number; null when it is gone. */
export async function linuxIdentity(pid: number): Promise<string | null> {
  const stat = await statOf(pid);
  return stat && String(stat.startTicks);
}

async function statOf(pid: number): Promise<ProcessStat | null> {
  return parseStat(await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => ''));
}

/** Who a process is; its account by number. Null when it ended meanwhile. */
async function describe(pid: number, files: HeldFiles): Promise<SeenProcess | null> {
  const [stat, status, exe] = await Promise.all([
    statOf(pid),
    readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => ''),
    readlink(`/proc/${String(pid)}/exe`).catch(() => ''),
  ]);
  if (!stat) return null;
  const whole = path.basename(exe).replace(/ \(deleted\)$/, '');
  const isCut = stat.name.length >= MOST_NAME && whole.startsWith(stat.name);
  return {
    pid,
    identity: String(stat.startTicks),
    program: isCut ? whole : stat.name,
    user: parseEffectiveUser(status),
    since: null,
    files: files.list(),
  };
}

async function named(seen: readonly SeenProcess[]): Promise<ReturnType<typeof processConnection>[]> {
  if (seen.length === 0) return [];
  const [accounts, stat] = await Promise.all([
    readFile('/etc/passwd', 'utf8').then(parseAccounts, () => new Map<string, string>()),
    readFile('/proc/stat', 'utf8').catch(() => ''),
  ]);
  const boot = parseBootTime(stat);
  return seen.map((one) => {
    const user = one.user === null ? null : (accounts.get(one.user) ?? one.user);
    return processConnection({ ...one, user, since: startTime(boot, Number(one.identity)) });
  });
}
