/**
 * Follows from outside how much a process's first thread ran and how long it had no processor. Linux only; elsewhere
 * nothing is known.
 */
import fs from 'node:fs';

/** Between two looks, ms. */
const EVERY_MS = 10;

/** Sums since the thread began, ms; `at` in ms since 1970. @typedef {{ at: number, cpuMs: number, waitedMs: number }} Look */

export class ThreadTimes {
  /** @type {Look[]} */
  #looks = [];
  /** @type {NodeJS.Timeout} */
  #timer;

  /** @param {number} pid */
  constructor(pid) {
    const file = `/proc/${pid}/schedstat`;
    this.#timer = setInterval(() => {
      if (!fs.existsSync(file)) return;
      const [ran = 0, waited = 0] = fs.readFileSync(file, 'latin1').split(' ').map(Number);
      const at = performance.timeOrigin + performance.now();
      this.#looks.push({ at, cpuMs: ran / 1e6, waitedMs: waited / 1e6 });
    }, EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
  }

  /**
   * Adds to a block what its thread did meanwhile: at most so much, as it is taken from the looks around it.
   * @param {import('./main-probe.mjs').Block} block
   * @returns {import('./main-probe.mjs').Block}
   */
  addTo(block) {
    const before = this.#looks.findLast(({ at }) => at <= block.from);
    const after = this.#looks.find(({ at }) => at >= block.from + block.ms);
    if (!before || !after) return block;
    return { ...block, cpuMs: after.cpuMs - before.cpuMs, waitedMs: after.waitedMs - before.waitedMs };
  }
}
