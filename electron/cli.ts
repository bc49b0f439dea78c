import { CommanderError } from 'commander';
import { makeProgram } from './cli/program';
import { exitCodes } from './cli/exit-codes';

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

void main(process.argv);
