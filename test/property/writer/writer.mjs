/**
 * A process that writes in a post office as a script says, over and over, until it is told to stop. Then it answers with
 * everything it did and when.
 *
 * Messages: it is sent a `Script` with its `root`, tells `ready` when it has begun, is sent `stop`, and tells its log.
 */
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { Mapped } from './mapped.mjs';
import { carryOut } from './operations.mjs';
import { World } from './world.mjs';

/** Then it rests: what came after would only make the log long. */
const MOST_STEPS = 20_000;

let stopping = false;

/** @param {import('../model/script').WriterInput} input */
async function work({ root, files, kept, bursts, gapMs, mapped: program }) {
  const mapped = new Mapped(program);
  const world = new World(root, files, kept, mapped);
  while (!stopping) {
    for (const { operations, pauseMs } of bursts) {
      for (const operation of operations) {
        if (stopping || world.log.length >= MOST_STEPS) break;
        await carryOut(world, operation);
        await (gapMs === 0 ? turn() : sleep(gapMs));
      }
      for (const end = Date.now() + pauseMs; Date.now() < end && !stopping;) await sleep(1);
    }
    if (world.log.length >= MOST_STEPS) await sleep(1);
  }
  mapped.close();
  process.send?.({ log: world.log }, () => process.disconnect());
}

process.on('message', (message) => {
  if (message === 'stop') stopping = true;
  else {
    process.send?.('ready');
    void work(/** @type {import('../model/script').WriterInput} */ (message));
  }
});
// Without its parent nobody wants the log.
process.on('disconnect', () => process.exit());
