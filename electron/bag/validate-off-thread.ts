import { Worker } from 'node:worker_threads';
import type { BagReport } from '../../shared/bag';
import type { HashFilesOptions } from './hash-files';
import { endWorkers } from './worker-end';
import type { BagWorkerInput, BagWorkerMessage } from './worker-messages';

/**
 * With much room a thread cleans up late: a bag of 100,000 files then took 60 MB more. This is enough for more than a
 * million files.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1024 };

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
  { signal, onProgress }: HashFilesOptions = {},
): Promise<BagReport> {
  signal?.throwIfAborted();
  const workerData: BagWorkerInput = { root };
  const worker = new Worker(entryFile, { workerData, resourceLimits });
  let abort: (() => void) | undefined;
  try {
    return await new Promise<BagReport>((resolve, reject) => {
      abort = () => void endWorkers([worker]).then(() => reject(signal?.reason as Error));
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

/** An error of the other thread, with the code that would be lost on the way. */
function rebuilt({ message, code }: BagWorkerMessage & { type: 'failed' }): Error {
  const error = new Error(message);
  return code === null ? error : Object.assign(error, { code });
}
