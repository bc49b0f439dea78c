import type { EventName, Events, Input, Output, VerbName } from './contract';
import type { Result } from './result';

/** `window.postbag`: a flat list of verbs, and one way to listen. */
export type Bridge = {
  [V in VerbName]: Input<V> extends undefined
    ? () => Promise<Result<Output<V>>>
    : (input: Input<V>) => Promise<Result<Output<V>>>;
} & {
  /** Calls the listener until the returned function is called. */
  on: <E extends EventName>(event: E, listener: (value: Events[E]) => void) => () => void;
};
