import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { PracticeCheck, PracticeOptions } from '../../shared/practice';
import type { PracticeUsersState } from '../../shared/views';
import { checkPractice } from '../practice/checker';
import { makePractice } from '../practice/maker';
import { startPracticeUsers, type PracticeUsers } from '../practice/users';
import type { Fork } from '../run/child';
import { PostbagError, systemCode } from '../run/errors';
import type { EngineEvents } from './events';

/** Operations a second of all simulated users together: people at work, not a benchmark. */
const PEOPLE = 40;
/** People pause, and a copy of open files can only settle when they do. */
const PAUSES = { burstMs: 45_000, pauseMs: 15_000 };

/** Practice post offices and the simulated users that are at work in them. */
export class Practice {
  readonly #users = new Map<string, PracticeUsers>();

  constructor(
    private readonly fork: Fork,
    private readonly events: EngineEvents,
  ) {}

  /** Makes one in a folder, or in a new numbered folder inside it. @returns its absolute path */
  async make(folder: string, options: PracticeOptions, numbered: boolean): Promise<string> {
    const place = numbered ? await freeFolder(folder) : folder;
    await makePractice(place, options);
    return place;
  }

  state(postOfficeId: string): PracticeUsersState {
    const users = this.#users.get(postOfficeId);
    return { postOfficeId, running: users !== undefined, ops: users?.ops ?? 0 };
  }

  async start(postOfficeId: string, folder: string, opsPerSecond = PEOPLE): Promise<PracticeUsersState> {
    if (!this.#users.has(postOfficeId)) {
      const seed = Date.now() % 2 ** 31;
      const users = await startPracticeUsers(this.fork, folder, { seed, rate: opsPerSecond, ...PAUSES });
      this.#users.set(postOfficeId, users);
      const tick = setInterval(() => this.#tell(postOfficeId), 1_000);
      users.onExit(() => {
        clearInterval(tick);
        this.#users.delete(postOfficeId);
        this.#tell(postOfficeId);
      });
    }
    return this.state(postOfficeId);
  }

  async stop(postOfficeId: string): Promise<PracticeUsersState> {
    const users = this.#users.get(postOfficeId);
    if (users) {
      this.#users.delete(postOfficeId);
      await users.stop();
      this.#tell(postOfficeId);
    }
    return this.state(postOfficeId);
  }

  async stopAll(): Promise<void> {
    await Promise.allSettled([...this.#users.keys()].map((id) => this.stop(id)));
  }

  /** Counts a quiet post office. @throws PostbagError `practice-busy` while its users work */
  async check(postOfficeId: string, folder: string): Promise<PracticeCheck> {
    if (this.#users.has(postOfficeId)) throw new PostbagError('practice', 'practice-busy');
    return await checkPractice(folder);
  }

  /** Counts the copy in a bag. */
  async checkBag(bag: string): Promise<PracticeCheck> {
    return await checkPractice(path.join(bag, 'data'));
  }

  #tell(postOfficeId: string): void {
    this.events.emit('practice-users', this.state(postOfficeId));
  }
}

async function freeFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (let number = 1; ; number++) {
    const folder = path.join(parent, `Practice ${String(number)}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  }
}
