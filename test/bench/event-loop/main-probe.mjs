/**
 * What measures inside the main process. The functions are sent there as text, so each stands for itself.
 */

/**
 * A time in which nothing else could be done. `cpuMs` and `waitedMs` tell a busy thread from a busy machine: how long
 * the thread ran, and how long it was ready and had no processor.
 * @typedef {object} Block
 * @property {number} from ms since 1970
 * @property {number} ms how much later than it should the next turn of the loop came
 * @property {number} [cpuMs] Linux only
 * @property {number} [waitedMs] Linux only
 */

/** @typedef {{ longestMs: number, p99Ms: number }} Delay */

/**
 * Settings of both probes: ms between two looks, and ms of a delay from which on it is noted as a block.
 * @typedef {{ everyMs: number, noteMs: number }} Watch
 */

/**
 * Starts to measure in the main process.
 * @param {unknown} _electron
 * @param {Watch & { profile: boolean }} watch
 */
export function startMainProbe(_electron, { everyMs, noteMs, profile }) {
  const load = /** @type {NodeJS.Module} */ (process.mainModule).require;
  /** @type {typeof import('node:perf_hooks')} */
  const { monitorEventLoopDelay, performance } = load('node:perf_hooks');
  /** @type {typeof import('node:fs')} */
  const fs = load('node:fs');
  const histogram = monitorEventLoopDelay({ resolution: everyMs });
  /** @type {Block[]} */
  const blocks = [];
  // Of a process as a whole this file tells about its first thread, which is the one with the event loop.
  const own = '/proc/self/schedstat';
  const seen = fs.existsSync(own);
  const times = () => (seen ? fs.readFileSync(own, 'latin1').split(' ').map(Number) : []);
  let before = times();
  let last = performance.now();
  const look = () => {
    const ms = performance.now() - last - everyMs;
    const now = times();
    if (ms >= noteMs) {
      const spent = (/** @type {number} */ which) => ((now[which] ?? 0) - (before[which] ?? 0)) / 1e6;
      const from = performance.timeOrigin + last;
      blocks.push({ from, ms, ...(seen && { cpuMs: spent(0), waitedMs: spent(1) }) });
    }
    before = now;
    last = performance.now();
    setTimeout(look, everyMs);
  };
  setTimeout(look, everyMs);
  histogram.enable();
  /** @type {import('node:inspector').Session | null} */
  let session = null;
  if (profile) {
    /** @type {typeof import('node:inspector')} */
    const inspector = load('node:inspector');
    session = new inspector.Session();
    session.connect();
    session.post('Profiler.enable');
    session.post('Profiler.setSamplingInterval', { interval: 500 });
    session.post('Profiler.start');
  }
  const offset = performance.timeOrigin + performance.now() - Number(process.hrtime.bigint()) / 1e6;
  Object.assign(globalThis, { benchProbe: { histogram, blocks, session, offset } });
}

/**
 * Reads what was measured so far.
 * @param {unknown} _electron
 * @param {number} everyMs as it was started with
 * @returns {Delay & { blocks: Block[] }}
 */
export function readMainProbe(_electron, everyMs) {
  const { histogram, blocks } = /** @type {any} */ (globalThis).benchProbe;
  const late = (/** @type {number} */ ns) => Math.max(0, ns / 1e6 - everyMs);
  return { longestMs: late(histogram.max), p99Ms: late(histogram.percentile(99)), blocks };
}

/**
 * Ends the profile.
 * @returns {Promise<{ profile: import('node:inspector').Profiler.Profile, offset: number }>} `offset`: what the ms of
 *   its clock lack to ms since 1970
 */
export function takeProfile() {
  const { session, offset } = /** @type {any} */ (globalThis).benchProbe;
  return new Promise((resolve, reject) => {
    session.post('Profiler.stop', (/** @type {Error | null} */ error, /** @type {any} */ answer) => {
      if (error) reject(error);
      else resolve({ profile: answer.profile, offset });
    });
  });
}
