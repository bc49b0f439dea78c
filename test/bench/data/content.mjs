/**
 * What stands in the files: text with the word frequencies of a language, and attachments, half of which cannot be
 * compressed. zstd makes a store of it half as large, and user files and directory a quarter.
 */
import { Random } from './random.mjs';

const VOCABULARY = 6000;
const FREQUENCIES = 1 << 16;
const consonants = 'bcdfghjklmnprstvwz';
const vowels = 'aeiou';

/**
 * Words made of syllables; the frequent ones, which come first, are shorter.
 * @param {Random} random
 */
function makeWords(random) {
  return Array.from({ length: VOCABULARY }, (_, rank) => {
    let word = '';
    for (let left = 1 + random.below(3) + (rank > 300 ? 1 : 0); left > 0; left--) {
      word +=
        (consonants[random.below(consonants.length)] ?? '') + (vowels[random.below(vowels.length)] ?? '');
    }
    const mark = random.below(30);
    return `${word}${mark === 0 ? '. ' : mark < 3 ? ', ' : ' '}`;
  });
}

const words = makeWords(new Random(1));
const letters = Buffer.from(words.join(''), 'latin1');
const starts = new Uint32Array(VOCABULARY + 1);
for (const [rank, word] of words.entries()) starts[rank + 1] = (starts[rank] ?? 0) + word.length;

/** Ranks as often as Zipf's law has them: the n-th word is n times as rare as the first. */
const ranks = Uint16Array.from({ length: FREQUENCIES }, (_, i) =>
  Math.min(VOCABULARY - 1, Math.floor(VOCABULARY ** ((i + 0.5) / FREQUENCIES) - 1)),
);

/**
 * Fills a part of a buffer with text.
 * @param {Buffer} buffer
 * @param {number} from
 * @param {number} to exclusive
 * @param {Random} random
 */
export function fillText(buffer, from, to, random) {
  let at = from;
  while (at < to) {
    const rank = ranks[random.uint32() >>> 16] ?? 0;
    const end = starts[rank + 1] ?? 0;
    for (let letter = starts[rank] ?? 0; letter < end && at < to; letter++)
      buffer[at++] = letters[letter] ?? 0;
  }
}

/**
 * Fills a part of a buffer with bytes that no program can compress.
 * @param {Buffer} buffer
 * @param {number} from
 * @param {number} to exclusive
 * @param {Random} random
 */
export function fillNoise(buffer, from, to, random) {
  let at = from;
  for (; at + 4 <= to; at += 4) buffer.writeUInt32LE(random.uint32(), at);
  for (; at < to; at++) buffer[at] = random.below(256);
}

/**
 * One attachment of 10 KB to 1.5 MB: a picture or archive, or else a document with text, gaps and pictures in it.
 * @param {Random} random
 * @returns {Buffer}
 */
export function makeAttachment(random) {
  const buffer = Buffer.alloc(random.logUniform(10e3, 1.5e6));
  if (random.below(2) === 0) {
    fillNoise(buffer, 0, buffer.length, random);
    return buffer;
  }
  for (let at = 0; at < buffer.length;) {
    const end = Math.min(buffer.length, at + 200 + random.below(3000));
    if (random.below(3) > 0) fillText(buffer, at, end, random);
    if (random.below(4) === 0) fillNoise(buffer, at, Math.min(end, at + 120), random);
    at = end;
  }
  return buffer;
}
