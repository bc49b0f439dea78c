/**
 * What measures inside the window. The functions are sent there as text, so each stands for itself.
 */

/** @typedef {import('./main-probe.mjs').Block} Block */
/** @typedef {import('./main-probe.mjs').Delay} Delay */
/** @typedef {import('./main-probe.mjs').Watch} Watch */

/**
 * Starts to measure in the window.
 * @param {Watch} watch
 */
export function startWindowProbe({ everyMs, noteMs }) {
  /** @type {Block[]} */
  const blocks = [];
  /** @type {number[]} */
  const delays = [];
  let last = performance.now();
  const look = () => {
    const ms = performance.now() - last - everyMs;
    delays.push(Math.max(0, ms));
    if (ms >= noteMs) blocks.push({ from: performance.timeOrigin + last, ms });
    last = performance.now();
    setTimeout(look, everyMs);
  };
  setTimeout(look, everyMs);
  Object.assign(globalThis, { benchProbe: { blocks, delays } });
}

/**
 * Reads what was measured so far.
 * @returns {Delay & { blocks: Block[] }}
 */
export function readWindowProbe() {
  const { blocks, delays } = /** @type {any} */ (globalThis).benchProbe;
  const sorted = Float64Array.from(delays).sort();
  return {
    longestMs: sorted.at(-1) ?? 0,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    blocks,
  };
}
