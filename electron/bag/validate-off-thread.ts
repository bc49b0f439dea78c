import { Worker } from 'node:worker_threads';
import type { BagReport } from '../../shared/bag';
import type { ChecksumOptions } from './checksums';
import type { BagWorkerInput, BagWorkerMessage } from './worker-messages';

/** How long an aborted worker may take to end, should a disk or network drive not answer. Milliseconds. */
const patience = 2000;

/**
 * `validateBag` in a worker thread, so that a large bag never blocks this one. Progress comes at most five times a
 * second.
 * @param entryFile absolute path of the bundled `bag-worker.entry.ts`.
 * @throws what `validateBag` throws; when aborted `signal.reason`, as soon as the thread has let go of the files; an
 *   Error when the thread ends without having said that it is done.
 */
export async function validateBagOffThread(
  root: string,
  entryFile: string,
  { signal, onProgress }: ChecksumOptions = {},
): Promise<BagReport> {
  signal?.throwIfAborted();
  const workerData: BagWorkerInput = { root };
  const worker = new Worker(entryFile, { workerData });
  let abort: (() => void) | undefined;
  try {
    return await new Promise<BagReport>((resolve, reject) => {
      abort = () => void endWithin(worker, patience).then(() => reject(signal?.reason as Error));
      signal?.addEventListener('abort', abort, { once: true });
      worker.on('message', (message: BagWorkerMessage) => {
        if (signal?.aborted) return;
        if (message.type === 'progress') onProgress?.(message.progress);
        else if (message.type === 'done') resolve(message.report);
        else reject(rebuilt(message));
      });
      worker.once('error', reject);
      worker.once('exit', (code) => {
        if (!signal?.aborted) reject(new Error(`The bag worker ended with code ${code} before it was done.`));
      });
    });
  } finally {
    if (abort) signal?.removeEventListener('abort', abort);
  }
}

/** Ends a worker; gives up waiting for it, though not ending it, when it takes too long. */
async function endWithin(worker: Worker, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([worker.terminate(), tooLong]);
  clearTimeout(timer);
}

/** An error of the other thread, with the code that would be lost on the way. */
function rebuilt({ message, code }: BagWorkerMessage & { type: 'failed' }): Error {
  const error = new Error(message);
  return code === null ? error : Object.assign(error, { code });
}
