/** The section on the event loops. */
import { spreadOf } from './stats.mjs';
import { number, table } from './text.mjs';

/** @typedef {import('../results.mjs').EventLoop} EventLoop */
/** @typedef {import('../results.mjs').EventLoopSet} EventLoopSet */

const HOW =
  'Measured in the running app while the window shows the run: every 5 ms each event loop is asked for a sign of life, and a block is how much later than that it came. “Thread ran” is how long the loop’s own thread was at work within one block, wherever that was the most; the rest of a block it slept or had no processor, which says more about the machine than about Postbag.';

/** @param {EventLoopSet} set */
function setText({ during, measuredAt, commit, electron, runs }) {
  const loads = runs.map(({ load }) => number(load)).join(', ');
  const rows = runs.flatMap((run, index) =>
    /** @type {const} */ (['main', 'window']).map((which) => {
      const { longestMs, p99Ms, busiestMs, blocks } = run[which];
      return [
        `${which === 'main' ? 'main process' : 'window'}, run ${index + 1}`,
        number(longestMs),
        number(p99Ms),
        busiestMs === null ? '–' : number(busiestMs),
        blocks[0]?.during ?? '–',
        blocks.find(({ cpuMs }) => cpuMs !== undefined && cpuMs === busiestMs)?.during ?? '–',
      ];
    }),
  );
  const head = ['', 'longest block, ms', 'p99, ms', 'thread ran at most, ms', 'longest in', 'ran most in'];
  const when = `Measured ${measuredAt.slice(0, 10)} in Electron ${electron}${commit && `, commit ${commit}`}; load before each run ${loads}.`;
  return `${during} ${when}\n\n${table(head, rows)}`;
}

/**
 * @param {EventLoop | null} eventLoop
 * @returns {string} Markdown
 */
export function eventLoopSection(eventLoop) {
  if (!eventLoop) return 'Not measured yet: `node test/bench/event-loop.mjs`, and again with `--many`.';
  return [HOW, ...eventLoop.sets.map(setText)].join('\n\n');
}

/**
 * @param {EventLoop | null} eventLoop
 * @returns {import('./stats.mjs').Spread | null} ms: of every run the longer one of its two loops' longest blocks
 */
export function longestBlocks(eventLoop) {
  const runs = (eventLoop?.sets ?? []).flatMap((set) => set.runs);
  return spreadOf(runs.map(({ main, window }) => Math.max(main.longestMs, window.longestMs)));
}
