import type { PracticeCounts, PracticePace } from '../../shared/practice';
import type { Child, Fork } from '../run/child';
import { PostbagError } from '../run/errors';
import { realPath } from '../run/real-path';
import { FromUsers, PRACTICE_USERS_ENTRY, type ToUsers } from './messages';

export interface PracticeUsersOptions extends Partial<PracticePace> {
  /** Same seed, same operations in the same order. */
  readonly seed: number;
  /** Absolute path of a file for a line about each operation (trace.ts); without it nothing is noted. */
  readonly trace?: string;
}

const USUAL_PACE: PracticePace = { rate: 20, burstMs: 0, pauseMs: 0 };
/** An operation takes milliseconds, so who has not stopped after this will not. */
const STOP_MS = 15_000;

/** Post offices of this process that have simulated users at work, by real path. */
const busy = new Set<string>();

/**
 * Starts the simulated users of a practice post office and waits until they are at work.
 *
 * Two such processes on one post office would overwrite each other's mail. A second start from the same process is
 * refused; a lock file would have to lie in the post office and go into every bag, so a second start from another
 * process is up to who starts it (the app has one instance, a CLI command runs its own users on what it was given).
 * @throws PostbagError `practice-busy`, `not-a-practice-post-office`, `practice-users-failed`
 */
export async function startPracticeUsers(
  fork: Fork,
  folder: string,
  options: PracticeUsersOptions,
): Promise<PracticeUsers> {
  const place = await realPath(folder).catch((cause: unknown) => {
    throw new PostbagError('practice', 'not-a-practice-post-office', { path: folder }, { cause });
  });
  if (busy.has(place)) throw new PostbagError('practice', 'practice-busy', { path: folder });
  busy.add(place);
  let users: PracticeUsers;
  try {
    const { seed, rate, burstMs, pauseMs, trace = '' } = { ...USUAL_PACE, ...options };
    const pace = [seed, rate, burstMs, pauseMs].map(String);
    users = new PracticeUsers(fork(PRACTICE_USERS_ENTRY, [place, ...pace, trace]));
  } catch (error) {
    busy.delete(place);
    throw error;
  }
  users.onExit(() => busy.delete(place));
  await users.ready;
  return users;
}

/** Whether simulated users that this process has started are at work in a folder. */
export async function hasUsersAtWork(folder: string): Promise<boolean> {
  return busy.has(await realPath(folder));
}

/** The simulated users of one post office, at work in a process of their own. */
export class PracticeUsers {
  /** Settles when they are at work, or could not start. */
  readonly ready: Promise<void>;
  #counts: PracticeCounts = { ops: 0, sent: 0, read: 0, deleted: 0 };
  #tickets = 0;
  readonly #asks = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  /** What the process said last, when it did. */
  #last: 'stopped' | PostbagError | null = null;
  #exited: { error: PostbagError | null } | null = null;
  readonly #exitListeners: ((error: PostbagError | null) => void)[] = [];

  constructor(readonly child: Child) {
    this.ready = this.#wait(this.#tickets);
    child.onMessage((message) => {
      const told = FromUsers.safeParse(message);
      if (told.success) this.#hear(told.data);
      else child.kill();
    });
    child.onExit((code) => this.#end(code));
  }

  get counts(): PracticeCounts {
    return this.#counts;
  }

  /** Operations since the start, as last told: up to a quarter of a second old. */
  get ops(): number {
    return this.#counts.ops;
  }

  /** Waits until `count` more operations are done, counted from when the process hears of it. */
  async waitForOps(count: number): Promise<void> {
    await this.#ask((ticket) => ({ type: 'after', ticket, ops: count }));
  }

  /** Finishes the current operation and rests: the post office is whole until `resume`. */
  async pause(): Promise<void> {
    await this.#ask((ticket) => ({ type: 'pause', ticket }));
  }

  async resume(): Promise<void> {
    await this.#ask((ticket) => ({ type: 'resume', ticket }));
  }

  /**
   * Lets the users finish the current operation, sync and leave; also when they left already.
   * @returns what they did
   * @throws PostbagError `practice-users-failed` when the process ended in another way
   */
  async stop(): Promise<PracticeCounts> {
    this.#tell({ type: 'stop' });
    const late = setTimeout(() => this.child.kill(), STOP_MS);
    const error = await new Promise<PostbagError | null>((resolve) => this.onExit(resolve));
    clearTimeout(late);
    if (error !== null) throw error;
    return this.#counts;
  }

  /** Called once when the process has ended, at once when it had: with null after a proper stop, else with what failed. */
  onExit(listener: (error: PostbagError | null) => void): void {
    if (this.#exited) listener(this.#exited.error);
    else this.#exitListeners.push(listener);
  }

  #hear(told: FromUsers): void {
    if (told.type === 'ready') this.#answer(0);
    else if (told.type === 'failed') {
      this.#last = new PostbagError('practice', told.code, told.params);
      this.#tell({ type: 'bye' });
    } else {
      const { ops, sent, read, deleted } = told;
      this.#counts = { ops, sent, read, deleted };
      if (told.type === 'done') this.#answer(told.ticket);
      if (told.type !== 'stopped') return;
      this.#last = 'stopped';
      this.#tell({ type: 'bye' });
    }
  }

  #end(code: number | null): void {
    const reason = code === null ? 'killed' : `exit ${code}`;
    const error = this.#last === 'stopped' ? null : (this.#last ?? failed(reason));
    this.#exited = { error };
    for (const listener of this.#exitListeners.splice(0)) listener(error);
    for (const { reject } of this.#asks.values()) reject(error ?? failed('stopped'));
    this.#asks.clear();
  }

  #tell(message: ToUsers): void {
    if (!this.#exited) this.child.send(message);
  }

  async #ask(question: (ticket: number) => ToUsers): Promise<void> {
    if (this.#exited) throw this.#exited.error ?? failed('stopped');
    const ticket = ++this.#tickets;
    const answer = this.#wait(ticket);
    this.#tell(question(ticket));
    await answer;
  }

  #wait(ticket: number): Promise<void> {
    return new Promise((resolve, reject) => this.#asks.set(ticket, { resolve, reject }));
  }

  #answer(ticket: number): void {
    this.#asks.get(ticket)?.resolve();
    this.#asks.delete(ticket);
  }
}

function failed(reason: string): PostbagError {
  return new PostbagError('practice', 'practice-users-failed', { reason });
}
