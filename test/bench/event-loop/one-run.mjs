/** One backup in the real app, measured. */
import fs from 'node:fs';
import path from 'node:path';
import { backUp, enlist, lookThrough, startApp, windowProcess } from './app.mjs';
import { partOf, partsOf, stacksOf } from './blame.mjs';
import { readMainProbe, startMainProbe, takeProfile } from './main-probe.mjs';
import { ThreadTimes } from './thread-times.mjs';
import { readWindowProbe, startWindowProbe } from './window-probe.mjs';

/** @typedef {import('./main-probe.mjs').Block} Block */

/** A block and what went on meanwhile. @typedef {Block & { during: string, stacks?: string[] }} BlamedBlock */

/**
 * How one event loop fared. Blocks while the backup was planned and run; `afterwards` when its files and its log were
 * looked at. Both the longest first. `busiestMs`: the longest that the loop's thread ran within one block, which says
 * what the code costs where the machine has other work too; null where the system does not tell.
 * @typedef {import('./main-probe.mjs').Delay & { busiestMs: number | null, blocks: BlamedBlock[], afterwards: BlamedBlock[] }} Loop
 */

/** @typedef {{ main: Loop, window: Loop, seconds: number, load: number }} LoopRun */

/** @typedef {import('./main-probe.mjs').Delay & { blocks: Block[] }} Reading */

const watch = { everyMs: 5, noteMs: 15 };
/** Blocks that are kept of each loop: so many of the longest, and so many in which its thread ran most. */
const KEPT = 5;

/** @param {BlamedBlock[]} blocks */
function worst(blocks) {
  const ran = (/** @type {Block} */ { cpuMs }) => cpuMs ?? 0;
  const longest = [...blocks].sort((a, b) => b.ms - a.ms);
  const busiest = [...blocks].sort((a, b) => ran(b) - ran(a)).slice(0, KEPT);
  return longest.filter((block, place) => place < KEPT || busiest.includes(block));
}

/** @param {string} folder @returns {{ home: string, vault: string }} new and empty */
function newPlaces(folder) {
  const places = { home: path.join(folder, 'home'), vault: path.join(folder, 'vault') };
  for (const place of Object.values(places)) {
    fs.rmSync(place, { recursive: true, force: true });
    fs.mkdirSync(place);
  }
  return places;
}

/**
 * @param {Reading} reading when the run had ended
 * @param {Block[]} all blocks until the end
 * @param {(block: Block) => BlamedBlock} blame
 * @returns {Loop}
 */
function loopOf({ longestMs, p99Ms, blocks }, all, blame) {
  const blamed = all.map(blame);
  const during = blamed.slice(0, blocks.length);
  const ran = during.flatMap(({ cpuMs }) => (cpuMs === undefined ? [] : [cpuMs]));
  return {
    longestMs,
    p99Ms,
    busiestMs: ran.length === 0 ? null : Math.max(...ran),
    blocks: worst(during),
    afterwards: worst(blamed.slice(blocks.length)),
  };
}

/**
 * @param {import('../../../build/launch.mjs').Launch} launch
 * @param {string} folder scratch
 * @param {{ source: string, profile: boolean }} what
 * @returns {Promise<LoopRun>}
 * @throws {Error} when the backup does not come to its end
 */
export async function measureRun(launch, folder, { source, profile }) {
  const { home, vault } = newPlaces(folder);
  const load = Number(fs.readFileSync('/proc/loadavg', 'utf8').split(' ')[0]);
  const app = await startApp(launch, home);
  /** @type {ThreadTimes | undefined} */
  let times;
  try {
    const page = await app.firstWindow();
    const readings = async () => ({
      main: await app.evaluate(readMainProbe, watch.everyMs),
      window: await page.evaluate(readWindowProbe),
    });
    const ids = await enlist(app, page, { source, vault });
    times = new ThreadTimes(await windowProcess(app));
    await app.evaluate(startMainProbe, { ...watch, profile });
    await page.evaluate(startWindowProbe, watch);
    const started = Date.now();
    const runId = await backUp(page, ids);
    const seconds = (Date.now() - started) / 1000;
    const { main, window } = await readings();
    await lookThrough(page);
    const later = await readings();
    const taken = profile ? await app.evaluate(takeProfile) : null;
    const parts = partsOf(home, runId);
    const windowTimes = times;
    return {
      seconds,
      load,
      main: loopOf(main, later.main.blocks, (block) => ({
        ...block,
        during: partOf(parts, block),
        ...(taken && { stacks: stacksOf(taken.profile, taken.offset, block) }),
      })),
      window: loopOf(window, later.window.blocks, (block) => ({
        ...windowTimes.addTo(block),
        during: partOf(parts, block),
      })),
    };
  } finally {
    times?.stop();
    await app.close();
  }
}
