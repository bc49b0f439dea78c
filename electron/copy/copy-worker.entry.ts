import { parentPort, workerData } from 'node:worker_threads';
import { copyFile, CopyFailed, newBuffer } from './copy-file';
import type { CopyJob, WorkerAnswer } from './job';

/** How many bytes may pass before the main thread hears of them. */
const TELL_EVERY = 4 << 20;

if (!parentPort) throw new Error('This entry is a worker thread.');
const port = parentPort;
const cancelled = new Int32Array((workerData as { cancelled: SharedArrayBuffer }).cancelled);
const buffer = newBuffer();
const say = (answer: WorkerAnswer): void => port.postMessage(answer);

port.on('message', (job: CopyJob) => {
  let untold = 0;
  try {
    const file = copyFile(job.source, job.target, buffer, {
      isCancelled: () => Atomics.load(cancelled, 0) === 1,
      onBytes: (bytes) => {
        untold += bytes;
        if (untold < TELL_EVERY) return;
        say({ type: 'progress', id: job.id, bytes: untold });
        untold = 0;
      },
    });
    say({ type: 'progress', id: job.id, bytes: untold });
    say({ type: 'copied', id: job.id, file });
  } catch (error) {
    const trouble =
      error instanceof CopyFailed
        ? error.trouble
        : {
            side: 'thread' as const,
            code: '',
            message: error instanceof Error ? error.message : String(error),
          };
    say({ type: 'trouble', id: job.id, trouble });
  }
});
