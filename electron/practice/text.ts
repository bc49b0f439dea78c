import { MAX_PARTS, PART_TEXT_BYTES } from './layout';
import type { Random } from './random';

const FIRST_NAMES =
  'Ada Bruno Carla David Edith Felix Grace Hugo Ines Jonas Klara Louis Mara Noah Olga Paul Rosa Simon Tessa Viktor';
const LAST_NAMES =
  'Abel Brandt Castle Dorn Engel Farrow Gruber Hale Ivers Jansen Keller Lund Marsh Novak Orton Peters Quinn Reed Stone Vogel';
const WORDS =
  'the invoice for order was sent to our office please find notes from meeting next week about delivery and budget ' +
  'we will call you before noon if anything changes on site with regards draft contract attached printer second floor ' +
  'holiday plan update customer asked again price list new version works fine thanks';

const firstNames = FIRST_NAMES.split(' ');
const lastNames = LAST_NAMES.split(' ');
const words = WORDS.split(' ');

/** A made-up name of a simulated user. */
export function userName(random: Random): string {
  return `${random.pick(firstNames)} ${random.pick(lastNames)}`;
}

/** One message in 50 has an attachment. */
const ATTACHMENT_CHANCE = 1 / 50;
const LONGEST_LETTER = 40;

/** Pages of a message on average, from the distribution in `messageParts`; for estimates. */
export const MEAN_PARTS = 15;

/** How many pages a new message has: mostly few, up to 40, and from 41 to 400 with an attachment. */
export function messageParts(random: Random): number {
  if (random.chance(ATTACHMENT_CHANCE)) {
    return LONGEST_LETTER + 1 + random.below(MAX_PARTS - LONGEST_LETTER);
  }
  return 1 + Math.floor(LONGEST_LETTER * random.next() ** 3);
}

/** Who gets a message: mostly one user, now and then a whole department. Different indexes below `users`. */
export function pickRecipients(random: Random, users: number): number[] {
  const kind = random.next();
  let count = 1;
  if (kind > 0.98) count = 7 + random.below(9);
  else if (kind > 0.87) count = 4 + random.below(3);
  else if (kind > 0.62) count = 2 + random.below(2);
  const to = new Set<number>();
  while (to.size < Math.min(count, users)) to.add(random.below(users));
  return [...to];
}

const POOL_BYTES = 1 << 16;

/** Makes the text of messages out of two pools that are made once, so that half a gigabyte takes seconds. */
export class TextMaker {
  readonly #random: Random;
  readonly #prose: Buffer;
  readonly #attachment: Buffer;

  constructor(random: Random) {
    this.#random = random;
    let prose = '';
    while (prose.length < POOL_BYTES) prose += `${random.pick(words)}${random.chance(0.1) ? '.\r\n' : ' '}`;
    this.#prose = Buffer.from(prose.slice(0, POOL_BYTES), 'ascii');
    this.#attachment = Buffer.from(Array.from({ length: POOL_BYTES }, () => random.below(256)));
  }

  /** Text that fills exactly `parts` pages, the last one not wholly. */
  make(from: string, to: readonly string[], parts: number): Buffer {
    const length = (parts - 1) * PART_TEXT_BYTES + 1 + this.#random.below(PART_TEXT_BYTES);
    const pool = parts > LONGEST_LETTER ? this.#attachment : this.#prose;
    const text = Buffer.allocUnsafe(length);
    const subject = `${this.#random.pick(words)} ${this.#random.pick(words)}`;
    let at = text.write(`From: ${from}\r\nTo: ${to.join(', ')}\r\nSubject: ${subject}\r\n\r\n`, 'ascii');
    for (let start = this.#random.below(POOL_BYTES); at < length; start = 0) at += pool.copy(text, at, start);
    return text;
  }
}
