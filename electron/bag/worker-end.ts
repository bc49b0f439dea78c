import type { Worker } from 'node:worker_threads';

/** How long threads may take to end, should a disk or network drive not answer. Milliseconds. */
const patience = 2000;

/** Ends threads; gives up waiting for them, though not ending them, when it takes longer than two seconds. */
export async function endWorkers(workers: readonly Worker[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  await Promise.race([Promise.all(workers.map((worker) => worker.terminate())), tooLong]);
  clearTimeout(timer);
}

/**
 * Says when a thread has ended, and why: that it threw, or its exit code.
 * @param name what the thread is called in the message.
 * @param onDeath called once, with an error that has no code: whatever it was, no file is to blame.
 */
export function diesWith(worker: Worker, name: string, onDeath: (error: Error) => void): void {
  let told = false;
  const tell = (message: string) => {
    if (!told) onDeath(new Error(message));
    told = true;
  };
  worker.once('error', (error) => tell(`The ${name} failed: ${error.message}`));
  worker.once('exit', (code) => tell(`The ${name} ended with code ${code} before it was done.`));
}
