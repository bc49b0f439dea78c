/** A copying thread: copies, compares and hashes files one after the other, with synchronous reading. */
import { parentPort, workerData } from 'node:worker_threads';
import { comparePiece } from './compare-file';
import { copyFile } from './copy-file';
import { loadDigest } from './digest';
import { CopyFailed, failed } from './failed';
import { HashBeside } from './hash-beside';
import type { Answers, CompareJob, CopyWorkerInput, Job, WorkerAnswer } from '../job';
import { rehashFile } from './rehash-file';
import { Ring } from './ring';
import { Sharing } from './share';
import { stopIfCancelled, type CopyThread } from './thread';

/** How many bytes may pass before the main thread hears of them. */
const TELL_EVERY = 4 << 20;
/** Files whose disk work may be under way while the next ones are read. */
const MOST_FINISHING = 6;

if (!parentPort) throw new Error('This entry is a worker thread.');
const port = parentPort;
const input = workerData as CopyWorkerInput;
const cancelled = new Int32Array(input.cancelled);
const ring = Ring.make();
const hash = new HashBeside(input.hashEntry, ring);
const sharing = new Sharing();
const digest = loadDigest();
const finishing = new Set<number>();
let room = (): void => undefined;
const say = (answer: WorkerAnswer): void => port.postMessage(answer);

port.on('message', ({ id, job }: { id: number; job: Job }) => void carryOut(id, job));

async function carryOut(id: number, job: Job): Promise<void> {
  let untold = 0;
  const tell = (): void => {
    if (untold > 0) say({ type: 'progress', id, bytes: untold });
    untold = 0;
  };
  try {
    const thread: CopyThread = {
      ring,
      hash,
      sharing,
      digest: await digest,
      lockedWaitMs: job.kind === 'copy' && !job.patient ? 0 : input.lockedWaitMs,
      isCancelled: () => Atomics.load(cancelled, 0) === 1,
      onBytes: (bytes) => {
        untold += bytes;
        if (untold >= TELL_EVERY) tell();
      },
      free: async () => {
        finishing.add(id);
        while (finishing.size > MOST_FINISHING) await new Promise<void>((resolve) => (room = resolve));
        say({ type: 'free', id });
      },
    };
    const answer = await answerTo(job, thread);
    tell();
    say({ type: 'done', id, answer });
  } catch (error) {
    say({ type: 'trouble', id, trouble: failed('thread', error).trouble });
  } finally {
    finishing.delete(id);
    room();
  }
}

async function answerTo(job: Job, thread: CopyThread): Promise<Answers[keyof Answers]> {
  if (job.kind === 'copy') return await copyFile(job, thread);
  if (job.kind === 'rehash') return await rehashFile(job, thread);
  return await compareAll(job, thread);
}

/** Trouble with one piece does not keep the others from being compared; being cancelled does. */
async function compareAll(job: CompareJob, thread: CopyThread): Promise<Answers['compare']> {
  const answers: Answers['compare'][number][] = [];
  for (const piece of job.pieces) {
    stopIfCancelled(thread);
    try {
      answers.push(await comparePiece(piece, thread));
    } catch (error) {
      if (!(error instanceof CopyFailed) || error.trouble.side === 'cancelled') throw error;
      answers.push(error.trouble);
    }
  }
  return answers;
}
