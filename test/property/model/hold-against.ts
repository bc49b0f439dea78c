import { statesOf, type Span, type State } from './states';
import { Replay } from './replay';
import type { Step } from './steps';
import { differences, type Tree } from './tree';

/**
 * Postbag and the writer read the same clock, and both cut to whole ms. The writer's times are rounded outwards already;
 * a time of Postbag's that reads `t` was somewhere in [t, t + 1). That one ms is all the tolerance there is.
 */
const CUT_MS = 1;

/** What a copy was found to be. */
export interface Held {
  /** It is a state that was current at some moment of the span. */
  readonly ofSpan: boolean;
  /** It is the state that was current at every moment of the span of which that can be said. */
  readonly throughout: boolean;
  /** Files that are in the copy not as they were in the span, be it for a part of it. */
  readonly strays: readonly string[];
}

const meet = (one: Span, other: Span): boolean => one.from <= other.to && other.from <= one.to;

/**
 * Holds a copy against all states that a post office went through during a span of time by Postbag's clock.
 *
 * A single call may be seen half-done: then the file that it writes holds bytes from before and from after it, and every
 * other file is as the step before left it. Such a mixture counts as a state while the step was under way.
 * @param first the post office before the first step
 */
export function holdAgainst(copy: Tree, first: Tree, log: readonly Step[], span: Span): Held {
  const wide = { from: span.from, to: span.to + CUT_MS };
  const narrow = { from: span.from + CUT_MS, to: span.to };
  const [nearly, surely] = [new Set<string>(), new Set<string>()];
  let ofSpan = false;
  for (const state of statesOf(first, log)) {
    if (!meet(state.possibly, wide)) continue;
    const names = differences(copy, state.tree);
    if (names.length === 0 || isHalfDone(copy, state, names, wide)) ofSpan = true;
    else for (const name of names) (isCurrentIn(state, narrow) ? surely : nearly).add(name);
  }
  const strays = [...new Set([...surely, ...(ofSpan ? [] : nearly)])].sort();
  return { ofSpan, throughout: ofSpan && surely.size === 0, strays };
}

/**
 * Whether a file was in the post office as it is in a copy, or not there as in the copy, at some moment of each of two
 * spans. For a file that was not so in the time between them, that means that it changed and changed back.
 */
export function cameBack(
  file: string,
  copy: Tree,
  first: Tree,
  log: readonly Step[],
  spans: readonly [Span, Span],
): boolean {
  const only = (tree: Tree): Tree => new Map([...tree].filter(([name]) => name === file));
  const seen = spans.map(() => false);
  for (const { tree, possibly } of statesOf(first, log)) {
    const met = spans.map(({ from, to }) => meet(possibly, { from, to: to + CUT_MS }));
    if (!met.includes(true) || differences(only(copy), only(tree)).length > 0) continue;
    met.forEach((here, at) => (seen[at] ||= here));
  }
  return !seen.includes(false);
}

/** @returns whether the state was beyond doubt current at a moment of the span */
function isCurrentIn({ certainly }: State, span: Span): boolean {
  return certainly.from <= certainly.to && span.from <= span.to && meet(certainly, span);
}

function isHalfDone(copy: Tree, { tree, next }: State, unlike: readonly string[], span: Span): boolean {
  if (next?.do !== 'write' || unlike.length !== 1 || unlike[0] !== next.path) return false;
  if (!meet({ from: next.began, to: next.ended }, span)) return false;
  const [old, copied] = [tree.get(next.path), copy.get(next.path)];
  const after = new Replay(tree);
  after.apply(next);
  const made = after.tree.get(next.path);
  if (!old || !copied || !made || copied.length < old.length || copied.length > made.length) return false;
  return copied.every((byte, at) => byte === made[at] || (at < old.length && byte === old[at]));
}
