import type { Bridge } from '../../shared/bridge';
import type { EventName, Events, Input, Output, VerbName } from '../../shared/contract';
import type { Failure, Result } from '../../shared/result';

declare global {
  interface Window {
    /** Put there by the preload script; the only way out of the renderer. */
    readonly postbag: Bridge;
  }
}

type Arguments<V extends VerbName> = Input<V> extends undefined ? [] : [input: Input<V>];
type AnyVerb = (input?: unknown) => Promise<Result<unknown>>;

/** A verb answered with a failure; `failure` has the code and the values for its words. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';

  constructor(
    readonly verb: VerbName,
    readonly failure: Failure,
  ) {
    super(`${verb}: ${failure.code}`);
  }
}

/**
 * Asks the main process.
 * @throws RequestFailed when it answers with a failure
 */
export async function ask<V extends VerbName>(verb: V, ...input: Arguments<V>): Promise<Output<V>> {
  const answer = await (window.postbag[verb] as AnyVerb)(...input);
  if (!answer.ok) throw new RequestFailed(verb, answer.error);
  return answer.value as Output<V>;
}

/** Calls the listener with every such event until the returned function is called. */
export function listen<E extends EventName>(event: E, listener: (value: Events[E]) => void): () => void {
  return window.postbag.on(event, listener);
}

/** The failure to show for anything that was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestFailed) return error.failure;
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', stage: 'request', params: { reason } };
}
