/**
 * The process of the simulated users. One process hosts all users of one practice post office, and they take turns, so
 * the post office is whole between two operations; to a reader in another process it is as busy as a real one.
 * It ends when it is told to, on SIGTERM or SIGINT, and when its parent is gone, each time after the current operation,
 * with everything synced and closed. Messages: messages.ts.
 */
import { performance } from 'node:perf_hooks';
import { PracticePace } from '../../shared/practice';
import { describeError, PostbagError } from '../run/errors';
import { parentOfThisProcess } from '../run/parent';
import { Mailer } from './mailer';
import { ToUsers, type FromUsers } from './messages';
import { Pace } from './pace';
import { Trace } from './trace';
import { Traffic, type Done } from './traffic';
import { Work } from './work';

/** A parent that is there answers `bye` at once. */
const BYE_MS = 2000;

const parent = parentOfThisProcess();
let parentGone = false;
let stopWork = (): void => undefined;
parent.onGone(() => {
  parentGone = true;
  stopWork();
});
// What is told to a parent that has just gone comes back as an error, which must not end the process half-way.
process.on('error', () => (parentGone = true));

function tell(message: FromUsers): void {
  if (!parentGone) parent.send(message);
}

/** Leaves when the parent has heard the last message. */
function leave(exitCode: number): void {
  if (parentGone) process.exit(exitCode);
  parent.onMessage((message) => {
    if (ToUsers.parse(message).type === 'bye') process.exit(exitCode);
  });
  parent.onGone(() => process.exit(exitCode));
  setTimeout(() => process.exit(exitCode), BYE_MS);
}

async function main([folder = '', seed, rate, burstMs, pauseMs, traceFile = '']: string[]): Promise<void> {
  const pace = PracticePace.parse({ rate: Number(rate), burstMs: Number(burstMs), pauseMs: Number(pauseMs) });
  const mailer = await Mailer.open(folder);
  const traffic = new Traffic(mailer, Number(seed));
  const trace = traceFile === '' ? null : new Trace(traceFile);
  const step = (): Promise<Done> =>
    trace?.step(
      () => traffic.step(),
      () => traffic.pointers,
    ) ?? traffic.step();
  const work = new Work(step, new Pace(pace, performance.now()), tell);
  stopWork = () => work.stop();
  if (parentGone) stopWork();

  parent.onMessage((message) => {
    const told = ToUsers.parse(message);
    if (told.type === 'pause') work.pause(told.ticket);
    else if (told.type === 'resume') work.resume(told.ticket);
    else if (told.type === 'after') work.after(told.ticket, told.ops);
    else if (told.type === 'stop') work.stop();
  });
  process.on('SIGTERM', stopWork);
  process.on('SIGINT', stopWork);

  tell({ type: 'ready' });
  try {
    const counts = await work.run();
    await mailer.close();
    await trace?.flush();
    tell({ type: 'stopped', ...counts });
  } catch (error) {
    await mailer.close().catch(() => undefined);
    throw error;
  }
}

main(process.argv.slice(2)).then(
  () => leave(0),
  (error: unknown) => {
    const { code, params } =
      error instanceof PostbagError
        ? error
        : { code: 'practice-users-failed' as const, params: { reason: describeError(error) } };
    tell({ type: 'failed', code, params });
    leave(1);
  },
);
