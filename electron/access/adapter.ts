import type { AccessReason, AccessSettings, AdapterId, AdapterState, Connection } from '../../shared/access';
import type { Params } from '../../shared/severity';
import type { RunProgram } from '../run/program';
import type { Undo } from '../run/step';

/** The post office that an adapter works for, and what it may use. */
export interface Place {
  /** Absolute folder, as it really lies (links followed). */
  readonly root: string;
  readonly name: string;
  readonly settings: AccessSettings;
  /** Runs a program of the system; tests put a stand-in here. */
  readonly runProgram: RunProgram;
  readonly platform: NodeJS.Platform;
}

/** What an adapter can do for a post office now. `use` is filled in by its caller. */
export type Look = Omit<AdapterState, 'id' | 'use'>;

export interface Listing {
  readonly connections: readonly Connection[];
  /** What could not be looked into. */
  readonly notExamined: number;
}

/** How a post office is going to be closed. Making it changes nothing. */
export interface Closing {
  /** How it is taken back, as data that stands in the journal before `act` is called. */
  readonly undo: Undo;
  /** Refuses new connections from now on; those that there are stay. @throws PostbagError */
  act(): Promise<void>;
}

/**
 * One way to see who is connected to a post office and to close it. Every implementation passes
 * `test/conformance/access.ts`.
 *
 * Its undo is a handler of its own (`UndoHandler`), found by the action's name, since another process may have to do it
 * after a crash: it takes back only what was made by its own run, can be repeated, and does nothing where nothing is
 * left to do.
 */
export interface AccessAdapter {
  readonly id: AdapterId;
  /** Whether it can be used here, and if not why. Changes nothing. Never throws. */
  look(place: Place): Promise<Look>;
  /** Who is connected. Only where `look` said `lists`. @throws PostbagError when it cannot be said: that is not "nobody" */
  list?(place: Place, signal: AbortSignal): Promise<Listing>;
  /** Prepares closing; only where `look` said `closes`. @throws PostbagError when it cannot be closed (any more) */
  closing?(place: Place, runId: string): Promise<Closing>;
  /**
   * Ends one connection. Success says that it was asked for; only another listing says that it is gone.
   * @param force a program that did not end when it was asked to is ended
   * @throws PostbagError `disconnect-failed`
   */
  disconnect?(place: Place, connection: Connection, force: boolean): Promise<void>;
}

/** What `look` answers where nothing can be done. */
export function unavailable(code: AccessReason, params: Params = {}): Look {
  return { lists: false, closes: false, reason: { code, params }, target: '' };
}
