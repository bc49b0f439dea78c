/** Says on the terminal what one run came to. */

/** @typedef {import('./one-run.mjs').Loop} Loop */
/** @typedef {import('./one-run.mjs').BlamedBlock} BlamedBlock */

const ms = (/** @type {number} */ value) => value.toFixed(1);

/** @param {BlamedBlock} block */
function sayBlock(block) {
  const { cpuMs, waitedMs } = block;
  const spent = cpuMs === undefined ? '' : ` (ran ${ms(cpuMs)} ms, had no processor ${ms(waitedMs ?? 0)} ms)`;
  console.log(`    ${ms(block.ms)} ms${spent}: ${block.during}`);
  for (const stack of block.stacks ?? []) console.log(`        ${stack}`);
}

/**
 * @param {string} name
 * @param {Loop} loop
 */
function sayLoop(name, { longestMs, p99Ms, busiestMs, blocks, afterwards }) {
  const ran = busiestMs === null ? '' : `, thread ran at most ${ms(busiestMs)} ms`;
  console.log(`  ${name}: longest ${ms(longestMs)} ms, p99 ${ms(p99Ms)} ms${ran}`);
  blocks.forEach(sayBlock);
  if (afterwards.length > 0) console.log('    when its files and log were looked at:');
  afterwards.forEach(sayBlock);
}

/**
 * @param {number} run from 0
 * @param {import('./one-run.mjs').LoopRun} measured
 */
export function sayRun(run, { main, window, seconds, load }) {
  console.log(`run ${run + 1}: ${seconds.toFixed(1)} s, load before it ${load}`);
  sayLoop('main process', main);
  sayLoop('window', window);
}
