import { EventEmitter } from 'node:events';
import type { EventName, Events } from '../../shared/contract';

/** The engine's one way to tell something unasked; the names and values are those of the contract. */
export class EngineEvents {
  readonly #emitter = new EventEmitter();

  emit<E extends EventName>(event: E, value: Events[E]): void {
    this.#emitter.emit(event, value);
  }

  /** @returns a function that stops the listening */
  on<E extends EventName>(event: E, listener: (value: Events[E]) => void): () => void {
    this.#emitter.on(event, listener);
    return () => void this.#emitter.off(event, listener);
  }
}
