import { access } from 'node:fs/promises';
import { Cancelled } from './errors';

/** How long a cancelled step may take to end by itself, ms. One that waits for a dead share never ends. */
const ABANDON_MS = 6_000;

/** How often a folder is asked whether it still answers, and how long it may take to do so, ms. */
const ASK_EVERY = 1_000;
const ANSWER_WITHIN = 5_000;

/**
 * Waits for cancellable work. Work that hangs in a system call cannot look at the signal; when it is cancelled it is left
 * behind after a while. It looks at the signal as soon as its call returns, should that ever happen.
 * @throws what `work` throws; Cancelled when it was left behind
 */
export async function unlessAbandoned(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let start = (): void => undefined;
  const abandoned = new Promise<never>((_resolve, reject) => {
    start = (): void => {
      timer = setTimeout(() => reject(new Cancelled('left behind')), ABANDON_MS);
    };
    if (signal.aborted) start();
    else signal.addEventListener('abort', start, { once: true });
  });
  work.catch(() => undefined); // it may fail long after it was left behind
  try {
    await Promise.race([work, abandoned]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', start);
  }
}

/**
 * Waits for work in a folder for as long as the folder's disk answers at all, however long that takes.
 * @throws what `work` throws; Error when the disk does not answer
 */
export async function whileAnswering<T>(folder: string, work: Promise<T>): Promise<T> {
  const watch = new AbortController();
  const silent = watchFolder(folder, watch.signal);
  silent.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, silent]);
  } finally {
    watch.abort();
  }
}

/** Never returns. @throws Error when the folder's disk does not answer any more, or nobody wants to know */
async function watchFolder(folder: string, signal: AbortSignal): Promise<never> {
  for (;;) {
    await sleep(ASK_EVERY);
    signal.throwIfAborted();
    const answer = access(folder).then(
      () => true,
      () => true, // that it is not there is an answer too
    );
    const answered = await Promise.race([answer, sleep(ANSWER_WITHIN).then(() => false)]);
    if (!answered) throw new Error(`${folder} does not answer`);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
