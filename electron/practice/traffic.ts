import type { PracticeCounts } from '../../shared/practice';
import type { Mailer } from './mailer';
import { Random } from './random';
import { messageParts, pickRecipients, TextMaker } from './text';

export type Done = Exclude<keyof PracticeCounts, 'ops'>;

/** Out of 100 operations; the rest is reading. On average more mail comes than goes (domain.md 1.5). */
const GROWING = { sends: 30, deletes: 25 };
/** What they do when mailboxes have grown well beyond the start, so that a disk is never filled. */
const SHRINKING = { sends: 15, deletes: 40 };
const FULL_AT_LEAST = 20;
const FULL_GROWTH = 1.5;

/** What the simulated users do, one operation after the other; the same seed does the same. */
export class Traffic {
  readonly #random: Random;
  readonly #texts: TextMaker;
  readonly #full: number;
  #pointers = 0;

  constructor(
    readonly mailer: Mailer,
    seed: number,
  ) {
    this.#random = new Random(seed, 3);
    this.#texts = new TextMaker(this.#random);
    for (const { user } of mailer.people) this.#pointers += mailer.mailCount(user);
    this.#full = Math.max(FULL_AT_LEAST * mailer.people.length, this.#pointers * FULL_GROWTH);
  }

  /** Pointers in all user files. */
  get pointers(): number {
    return this.#pointers;
  }

  /** Does one operation. */
  async step(): Promise<Done> {
    const { user, name } = this.#random.pick(this.mailer.people);
    const { sends, deletes } = this.#pointers > this.#full ? SHRINKING : GROWING;
    const roll = this.#random.below(100);
    const mail = this.mailer.mailCount(user);
    if (mail === 0 || roll < sends) {
      await this.#send(name);
      return 'sent';
    }
    const at = this.#random.below(mail);
    if (roll >= sends + deletes) {
      await this.mailer.read(user, at);
      return 'read';
    }
    await this.mailer.delete(user, at);
    this.#pointers--;
    return 'deleted';
  }

  async #send(from: string): Promise<void> {
    const { people } = this.mailer;
    const to = pickRecipients(this.#random, people.length).flatMap((index) => people[index] ?? []);
    const names = to.map((person) => person.name);
    const text = this.#texts.make(from, names, messageParts(this.#random));
    await this.mailer.send(
      text,
      to.map((person) => person.user),
    );
    this.#pointers += to.length;
  }
}
