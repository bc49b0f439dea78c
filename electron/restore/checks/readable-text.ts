/**
 * Finds readable text in bytes that should hold none. A run is text when it has at least 24 printable ASCII characters, three
 * words with a vowel and two spaces between them, mostly letters, and not always the same ones. One random byte in some
 * 10^13 begins such a run; a name padded with spaces, a table of numbers or one byte over and over is none.
 */
const SHORTEST = 24;
const LEAST_SPACES = 2;
const LEAST_WORDS = 3;
const LEAST_LETTERS = 0.6;
const LEAST_DIFFERENT = 6;
const WORD = { from: 2, to: 20 } as const;

/** What a byte is: 0 not printable, 1 printable, 2 space, 3 consonant, 4 vowel. */
const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < 0x20 || byte > 0x7e) return 0;
  if (byte === 0x20) return 2;
  const character = String.fromCharCode(byte);
  if (!/[a-z]/i.test(character)) return 1;
  return /[aeiouy]/i.test(character) ? 4 : 3;
});

/** Counts the readable runs in the bytes that it is fed, wherever these are cut. */
export class ReadableText {
  runs = 0;
  characters = 0;
  /** Where the first run begins, bytes; null while there is none. */
  firstAt: number | null = null;

  /** Bytes of what was fed before. */
  #at = 0;
  #length = 0;
  #spaces = 0;
  #letters = 0;
  #words = 0;
  /** Bit for each letter of the alphabet that was met. */
  #met = 0;
  #wordLength = 0;
  #wordVowels = 0;

  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      if (this.#length === 0) at = skip(bytes, at);
      const byte = bytes[at] ?? 0;
      if (classes[byte] !== 0) this.#take(byte);
      else if (this.#length > 0) this.#endRun(this.#at + at);
    }
    this.#at += bytes.length;
  }

  /** The file ends here. */
  end(): void {
    if (this.#length > 0) this.#endRun(this.#at);
  }

  #take(byte: number): void {
    const kind = classes[byte] ?? 0;
    this.#length++;
    if (kind >= 3) {
      this.#letters++;
      this.#met |= 1 << (byte & 0x1f);
      this.#wordLength++;
      if (kind === 4) this.#wordVowels++;
    } else {
      if (this.#wordLength > 0) this.#endWord();
      if (kind === 2) this.#spaces++;
    }
  }

  #endWord(): void {
    if (this.#wordLength >= WORD.from && this.#wordLength <= WORD.to && this.#wordVowels > 0) this.#words++;
    this.#wordLength = this.#wordVowels = 0;
  }

  /** @param end offset behind the run, bytes */
  #endRun(end: number): void {
    this.#endWord();
    if (this.#isText()) {
      this.runs++;
      this.characters += this.#length;
      this.firstAt ??= end - this.#length;
    }
    this.#length = this.#spaces = this.#letters = this.#words = this.#met = 0;
  }

  #isText(): boolean {
    return (
      this.#length >= SHORTEST &&
      this.#spaces >= LEAST_SPACES &&
      this.#words >= LEAST_WORDS &&
      this.#letters >= this.#length * LEAST_LETTERS &&
      bitsIn(this.#met) >= LEAST_DIFFERENT
    );
  }
}

/**
 * Where the next run can begin that is long enough, from a place where none is open: looking at the last byte that it must
 * have first, most bytes need not be looked at. At the end of the bytes no further than to where that can be said.
 */
function skip(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let last = at + SHORTEST - 1; last < bytes.length; last = at + SHORTEST - 1) {
    let back = last;
    while (back >= at && classes[bytes[back] ?? 0] !== 0) back--;
    if (back < at) return at;
    at = back + 1;
  }
  return at;
}

function bitsIn(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
