import { Cancelled } from '../run/errors';

/**
 * Waits for `work`, but no longer than until `signal` aborts: a call into a network share that hangs must not keep
 * a person from cancelling. The system call itself cannot be taken back; its result is dropped.
 * @throws Cancelled
 */
export async function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await work;
  let stop = (): void => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    stop = () => reject(new Cancelled());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
