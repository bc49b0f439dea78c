import path from 'node:path';
import { cliWords, practiceCheckLines } from '../../shared/words/cli';
import type { PracticeOptions, PracticePace } from '../../shared/practice';
import { checkPractice } from '../practice/checker';
import { makePractice } from '../practice/maker';
import { startPracticeUsers } from '../practice/users';
import { forkNode } from '../run/child-node';
import { exitCodes } from './exit-codes';
import type { Session } from './command';

/** `postbag practice make <folder>` */
export async function makeCommand(
  folder: string,
  options: PracticeOptions,
  { out }: Session,
): Promise<number> {
  const place = path.resolve(folder);
  await makePractice(place, options);
  out.object('made', { path: place, options });
  out.line(cliWords.made(place));
  return exitCodes.verified;
}

/** The longest a timer can wait, in seconds: three weeks. */
const FOREVER = 2_000_000;

/** `postbag practice users <folder>`: until a signal, or for so many seconds. */
export async function usersCommand(
  folder: string,
  options: PracticePace & { seed: number; seconds: number | undefined },
  { out, signal }: Session,
): Promise<number> {
  const { seconds, ...pace } = options;
  const users = await startPracticeUsers(forkNode, path.resolve(folder), pace);
  out.line(cliWords.atWork);
  out.object('at-work', { path: path.resolve(folder) });
  const died = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), (seconds ?? FOREVER) * 1000);
    const end = (alone: boolean): void => {
      clearTimeout(timer);
      resolve(alone);
    };
    if (signal.aborted) end(false);
    signal.addEventListener('abort', () => end(false), { once: true });
    users.onExit(() => end(true));
  });
  await users.stop();
  out.object('stopped', { ops: users.ops });
  out.line(cliWords.stopped(users.ops));
  return died ? exitCodes.failed : exitCodes.verified;
}

/** `postbag practice check <folder>`: a post office, or the `data` folder of a bag. */
export async function checkCommand(folder: string, { out }: Session): Promise<number> {
  const check = await checkPractice(path.resolve(folder));
  out.object('check', check);
  for (const line of practiceCheckLines(check)) out.line(line);
  return check.dangling + check.torn === 0 ? exitCodes.verified : exitCodes.findings;
}
