import './cli/small-heap';
import './run/thread-pool';
import { CommanderError } from 'commander';
import { makeProgram } from './cli/program';
import { exitCodes } from './cli/exit-codes';

/** How long the process may take to end by itself once everything was said, ms. */
const END_MS = 2_000;

/** `postbag` in a terminal: the same engine as the app, in plain Node. */
async function main(argv: readonly string[]): Promise<void> {
  try {
    await makeProgram().parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are no wrong call; commander has already said what was wrong.
    process.exitCode = error.exitCode === 0 ? exitCodes.verified : exitCodes.wrongCall;
  }
}

/**
 * A thread that hangs in a call to a share that does not answer keeps a process from ending, and even from being told to
 * exit. Only the end that the system itself brings about works then.
 */
function endWhatHangs(): void {
  const signal = process.exitCode === exitCodes.cancelled ? 'SIGINT' : 'SIGKILL';
  setTimeout(() => {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }, END_MS).unref();
}

void main(process.argv).finally(endWhatHangs);
