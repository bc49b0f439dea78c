/**
 * What was going on during a block: the run's step, and from a profile the code.
 */
import fs from 'node:fs';
import path from 'node:path';

/** @typedef {import('./main-probe.mjs').Block} Block */
/** @typedef {import('node:inspector').Profiler.Profile} Profile */

/** A part of a run. @typedef {{ from: number, name: string }} Part */

/**
 * The parts of a run, from its journal.
 * @param {string} home
 * @param {string} runId
 * @returns {Part[]} in order of time, ms since 1970
 */
export function partsOf(home, runId) {
  const journal = path.join(home, 'runs', runId, 'journal.jsonl');
  const records = fs
    .readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  /** @type {Part[]} */
  const parts = [{ from: 0, name: 'planning' }];
  for (const { type, at, step, kind, data } of records) {
    const name =
      type === 'plan'
        ? 'starting'
        : type === 'step-start'
          ? step
          : type === 'note' && kind === 'group-start'
            ? `copy-group ${data.group}`
            : type === 'end'
              ? 'ended'
              : null;
    if (name !== null) parts.push({ from: Date.parse(at), name });
  }
  return parts;
}

/**
 * @param {Part[]} parts
 * @param {Block} block
 * @returns {string} the part in which it began and, if that is another one, the part in which it ended
 */
export function partOf(parts, { from, ms }) {
  // Times of the journal are whole ms, cut off.
  const at = (/** @type {number} */ time) => parts.findLast((part) => part.from <= time)?.name ?? '';
  const [first, last] = [at(from), at(from + ms)];
  return first === last ? first : `${first} to ${last}`;
}

/**
 * Where the time of a block went.
 * @param {Profile} profile
 * @param {number} offset what the ms of its clock lack to ms since 1970
 * @param {Block} block
 * @returns {string[]} stacks with their ms, the most costly first
 */
export function stacksOf({ nodes, samples = [], timeDeltas = [], startTime }, offset, { from, ms }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  /** @type {Map<number, number>} */
  const parentOf = new Map();
  for (const { id, children = [] } of nodes) for (const child of children) parentOf.set(child, id);
  /** @type {Map<string, number>} */
  const costs = new Map();
  let time = startTime;
  for (const [index, id] of samples.entries()) {
    const took = (timeDeltas[index + 1] ?? 0) / 1000;
    time += timeDeltas[index] ?? 0;
    const at = time / 1000 + offset;
    if (at < from || at > from + ms + 5) continue;
    const stack = [];
    for (let up = byId.get(id); up && stack.length < 6; up = byId.get(parentOf.get(up.id) ?? -1)) {
      const { functionName, url, lineNumber } = up.callFrame;
      const where = url === '' ? '' : ` ${path.basename(url)}:${lineNumber + 1}`;
      stack.push(`${functionName || '(anonymous)'}${where}`);
    }
    const key = stack.join(' < ');
    costs.set(key, (costs.get(key) ?? 0) + took);
  }
  return [...costs]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
    .map(([stack, cost]) => `${cost.toFixed(1)} ms ${stack}`);
}
