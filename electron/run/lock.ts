import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { systemCode } from './errors';
import { Owner, ownerState, thisOwner } from './owner';

/** A lock file's heartbeat, ms; and the age after which an owner that cannot be examined counts as dead. */
const BEAT_MS = 5_000;
const STALE_MS = 60_000;
/** How long another process may have the guard before it is asked for again, ms. */
const GUARD_PAUSE_MS = 20;

const LockFile = z.object({ owner: Owner, token: z.string(), since: z.string() });
type LockFile = z.infer<typeof LockFile>;

/** Says who has the lock: process number, and since when (ISO 8601 UTC). */
export interface Held {
  readonly pid: number;
  readonly since: string;
}

export interface Lock {
  /** Gives the lock back. Safe to call twice. */
  release(): Promise<void>;
}

async function read(file: string): Promise<LockFile | null> {
  try {
    return LockFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null; // gone, or its writer died in the middle
  }
}

async function isDead(file: string, content: LockFile | null): Promise<boolean> {
  if (content) {
    const state = ownerState(content.owner);
    if (state !== 'unknown') return state === 'dead';
  }
  try {
    const age = Date.now() - (await stat(file)).mtimeMs;
    // A file without content is one that is being made at this moment, or whose maker died just then.
    return age > (content ? STALE_MS : BEAT_MS);
  } catch (error) {
    return systemCode(error) === 'ENOENT';
  }
}

/**
 * Takes a lock that outlives a crash without blocking: it is a file with its owner's name in it, and one whose owner
 * is dead is taken over at once (where the system cannot tell, after a minute without heartbeat).
 *
 * @param file absolute path of the lock file; its folder is made
 * @returns the lock, or who has it
 * @throws system errors when the lock file cannot be written
 */
export async function takeLock(file: string): Promise<Lock | { held: Held }> {
  await mkdir(path.dirname(file), { recursive: true });
  const mine: LockFile = {
    owner: thisOwner(),
    token: randomBytes(8).toString('hex'),
    since: new Date().toISOString(),
  };
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      const handle = await open(file, 'wx');
      try {
        await handle.writeFile(JSON.stringify(mine));
      } finally {
        await handle.close();
      }
      return keep(file, mine.token);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const content = await read(file);
    if (!(await isDead(file, content))) {
      if (content) return { held: { pid: content.owner.pid, since: content.since } };
      await pause(100);
      continue;
    }
    await removeDead(file);
  }
  return { held: { pid: 0, since: new Date().toISOString() } };
}

/**
 * Removes a dead owner's file. Only who has the guard does that, and looks once more first: what was found dead before may
 * have been replaced by another process's living lock meanwhile. Without the guard there would be no way to remove
 * just the file that was looked at.
 */
async function removeDead(file: string): Promise<void> {
  const guard = `${file}.guard`;
  try {
    await (await open(guard, 'wx')).close();
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    await pause(GUARD_PAUSE_MS);
    // It is held for a few system calls: one that is older belongs to a process that died in between.
    const stats = await stat(guard).catch(() => null);
    if (stats && Date.now() - stats.mtimeMs > BEAT_MS) await rm(guard, { force: true });
    return;
  }
  try {
    if (await isDead(file, await read(file))) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

function keep(file: string, token: string): Lock {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await read(file))?.token === token) await rm(file, { force: true });
    },
  };
}
