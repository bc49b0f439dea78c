import { entryPath } from '../run/entries';
import { Engine } from '../engine/engine';
import { forkNode } from '../run/child-node';
import { failureOf } from '../run/findings';
import { homeFolder } from '../settings/home';
import { noKeyStore } from '../settings/secrets';
import { exitCodes } from './exit-codes';
import { Output } from './output';
import { version } from '../../package.json';

/** What every command is given. */
export interface Session {
  readonly engine: Engine;
  readonly out: Output;
  /** Aborted by Ctrl+C or a request to end. */
  readonly signal: AbortSignal;
}

/**
 * Carries out one command: starts the engine (which first takes back what a dead run left behind, and says so), turns
 * any error into words, and sets the exit code that the command answers.
 */
export async function inSession(
  options: { readonly json?: boolean | undefined },
  work: (session: Session) => Promise<number>,
): Promise<void> {
  const out = new Output(options.json === true);
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const software = `Postbag ${version}`;
    // Nothing that a person could be asked through: a password is known to one command alone.
    const parts = { fork: forkNode, entry: entryPath, software, keyStore: noKeyStore };
    const engine = await Engine.start(homeFolder(), parts);
    for (const notice of engine.notices) out.finding(notice);
    try {
      process.exitCode = await work({ engine, out, signal: controller.signal });
    } finally {
      await engine.close();
    }
  } catch (error) {
    const failure = failureOf(error, 'request');
    out.failure(failure);
    process.exitCode = failure.code === 'cancelled' ? exitCodes.cancelled : exitCodes.failed;
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  }
}
