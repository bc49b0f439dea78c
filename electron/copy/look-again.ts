import { open } from 'node:fs/promises';
import type { FileChange } from '../../shared/run';
import { systemCode } from '../run/errors';
import { changeBetween, stateOf, type FileState } from './change';
import { inside } from './copier';

/** Files looked at together. */
const AT_ONCE = 16;

/**
 * Looks at every copied file once more, on a handle of its own, and says which are no longer as they were when they
 * had been read. A file that cannot be opened now counts as changed: nothing says that it is the same.
 *
 * @param source absolute folder
 * @param states path (relative, `/`) and state when the copy of it was finished
 */
export async function lookAgain(
  source: string,
  states: readonly [string, FileState][],
  signal: AbortSignal,
  changed: (path: string, change: FileChange) => void,
): Promise<void> {
  const queue = [...states];
  const worker = async (): Promise<void> => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      signal.throwIfAborted();
      const [path, before] = next;
      const change = changeBetween(before, await stateNow(inside(source, path), before), 'after-copy');
      if (change) changed(path, change);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function stateNow(file: string, before: FileState): Promise<FileState> {
  try {
    const handle = await open(file, 'r');
    try {
      return stateOf(await handle.stat({ bigint: true }));
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { ...before, identity: 'gone', bytes: 0 };
    return { ...before, changedNs: -1n };
  }
}
