import { Replay } from './replay';
import type { Step } from './steps';
import type { Tree } from './tree';

/** A stretch of time, ms since 1970 UTC, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A state that a post office went through. */
export interface State {
  /** Lent until the next state is asked for. */
  readonly tree: Tree;
  /** The longest and the shortest time for which it can have been current; the latter may be of negative length. */
  readonly possibly: Span;
  readonly certainly: Span;
  /** The step that ended it. */
  readonly next: Step | undefined;
}

/** Every state, from the first one to the last, in order. */
export function* statesOf(first: Tree, log: readonly Step[]): Generator<State> {
  const replay = new Replay(first);
  for (let at = 0; at <= log.length; at++) {
    const [before, next] = [log[at - 1], log[at]];
    if (before) replay.apply(before);
    yield {
      tree: replay.tree,
      possibly: { from: before?.began ?? -Infinity, to: next?.ended ?? Infinity },
      certainly: { from: before?.ended ?? -Infinity, to: next?.began ?? Infinity },
      next,
    };
  }
}
