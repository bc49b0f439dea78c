/**
 * Random numbers that are the same in every run for the same seed: the generator sfc32 of PractRand, 32 bits at a time.
 */
export class Random {
  #a;
  #b = 0x9e3779b9 | 0;
  #c = 0x243f6a88 | 0;
  #counter = 1;

  /** @param {number} seed whole number */
  constructor(seed) {
    this.#a = seed | 0;
    for (let i = 0; i < 20; i++) this.uint32();
  }

  /** @returns {number} 0 to 2^32 - 1 */
  uint32() {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** @returns {number} from 0 up to but without 1 */
  unit() {
    return this.uint32() / 2 ** 32;
  }

  /**
   * @param {number} limit
   * @returns {number} a whole number from 0 up to but without the limit
   */
  below(limit) {
    return this.uint32() % limit;
  }

  /**
   * Small values are as likely as large ones in proportion: as many between 1 and 10 as between 10 and 100.
   * @param {number} least
   * @param {number} most
   */
  logUniform(least, most) {
    return Math.floor(least * (most / least) ** this.unit());
  }
}
