import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Shortest pause between two passes, ms: several times the resolution of the times that are recorded. */
const BREATH = 10;
/** Calm is when nothing was seen to move for this long, ms. */
const STILL = 250;
/** Nobody waits for calm longer than this, ms: times may say nothing, and a pass is what decides. */
const LONGEST = 3000;
/** Files that are watched: those that moved last are the likely ones to move next. */
const MOST_WATCHED = 64;

/**
 * Waits between two passes until the files that moved in the last one seem to rest, so that the next pass has a better
 * chance to find nothing. Only a hint: what it sees proves nothing.
 * @param files absolute paths
 * @throws the signal's reason
 */
export async function calm(files: readonly string[], signal: AbortSignal): Promise<void> {
  await sleep(BREATH, undefined, { signal });
  if (files.length === 0) return;
  const watched = files.slice(-MOST_WATCHED);
  const began = performance.now();
  let stillSince = began;
  let known = await statesOf(watched);
  while (performance.now() - stillSince < STILL && performance.now() - began < LONGEST) {
    await sleep(STILL / 5, undefined, { signal });
    const now = await statesOf(watched);
    if (now !== known) stillSince = performance.now();
    known = now;
  }
}

async function statesOf(files: readonly string[]): Promise<string> {
  const states = await Promise.all(
    files.map(async (file) => {
      const stats = await stat(file, { bigint: true }).catch(() => null);
      return stats ? `${String(stats.mtimeNs)}/${String(stats.size)}` : '';
    }),
  );
  return states.join();
}
