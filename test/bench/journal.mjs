/**
 * Where the time of a backup went, from the journal that Postbag writes of each run.
 */
import fs from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Split
 * @property {number} groupsMs from the start of the process until the last file group was copied
 * @property {number} copiedMs the same until copying ended, with settling: what other programs call done
 * @property {Pass[]} passes readings of the whole set that settling did
 * @property {string | null} grade of the bag
 */

/** A reading of the whole set. @typedef {{ ms: number, bytes: number, moved: number }} Pass */

/** @param {string} home */
function newestJournal(home) {
  const runs = path.join(home, 'runs');
  const newest = fs.readdirSync(runs).sort().at(-1);
  if (newest === undefined) throw new Error(`no run was recorded in ${home}`);
  return path.join(runs, newest, 'journal.jsonl');
}

/**
 * Reads the newest run of a home folder. A step or note that an older Postbag does not know is simply not there.
 * @param {string} home
 * @param {number} startedAt when the process was started, ms since 1970
 * @returns {Split}
 * @throws {Error} when nothing was copied
 */
export function readSplit(home, startedAt) {
  const records = fs
    .readFileSync(newestJournal(home), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const lastEnd = (/** @type {string[]} */ ...steps) => {
    const end = records.findLast(({ type, step }) => type === 'step-end' && steps.includes(step));
    if (!end) throw new Error(`the journal of ${home} has no end of ${steps.join(' or ')}`);
    return Date.parse(end.at) - startedAt;
  };
  return {
    groupsMs: lastEnd('copy-group'),
    copiedMs: lastEnd('copy-group', 'settle'),
    passes: records.filter(({ type, kind }) => type === 'note' && kind === 'settle-pass').map(passOf),
    grade: records.findLast(({ type, facts }) => type === 'facts' && facts.grade)?.facts.grade ?? null,
  };
}

/**
 * @param {{ data: { startedAt: string, endedAt: string, bytesRead: number, moved: number } }} note
 * @returns {Pass}
 */
function passOf({ data: { startedAt, endedAt, bytesRead, moved } }) {
  return { ms: Date.parse(endedAt) - Date.parse(startedAt), bytes: bytesRead, moved };
}
