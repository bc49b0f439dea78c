/** The worker thread that validates one bag and ends; started by `validateBagOffThread`. */
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { BagProgress } from '../../shared/bag';
import { hashFilesInThreads } from './hash-pool';
import { validateBag } from './validate';
import type { BagWorkerInput, BagWorkerMessage } from './worker-messages';

/** At most five progress messages a second. Milliseconds. */
const interval = 200;

const { root } = workerData as BagWorkerInput;
const say = (message: BagWorkerMessage) => parentPort?.postMessage(message);

let told = -Infinity;
let latest: BagProgress | null = null;

function tell(progress: BagProgress): void {
  latest = progress;
  if (performance.now() - told < interval) return;
  told = performance.now();
  latest = null;
  say({ type: 'progress', progress });
}

const hashFiles = hashFilesInThreads(path.join(__dirname, 'checksum-worker.cjs'));

validateBag(root, { hashFiles, onProgress: tell }).then(
  (report) => {
    // The last step may have fallen into the pause; a bar must reach its end.
    if (latest) say({ type: 'progress', progress: latest });
    say({ type: 'done', report });
  },
  (error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    say({ type: 'failed', message: error instanceof Error ? error.message : String(error), code });
  },
);
