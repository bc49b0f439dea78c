import path from 'node:path';
import type { PendingUndo } from '../../shared/run';
import { describeError } from './errors';
import type { Journal } from './journal';
import { whileAnswering } from './patience';
import type { UndoHandlers } from './step';

export interface UndoOutcome {
  readonly undo: PendingUndo;
  readonly ok: boolean;
  readonly acted: boolean;
}

/**
 * Runs undos in the order given and writes each result to the journal. One that fails does not stop the others; it
 * stays on the list and is tried again at the next start or when a person asks.
 */
export async function runUndos(
  pending: readonly PendingUndo[],
  handlers: UndoHandlers,
  journal: Journal,
): Promise<UndoOutcome[]> {
  const outcomes: UndoOutcome[] = [];
  for (const undo of pending) {
    let ok = true;
    let acted = false;
    let error = '';
    try {
      const { folder } = undo.params;
      const done = handlers[undo.action](undo.params, undo.runId);
      acted = await (typeof folder === 'string' ? whileAnswering(path.dirname(folder), done) : done);
    } catch (caught) {
      ok = false;
      error = describeError(caught);
    }
    // A journal on a full disk must not keep the remaining undos from running.
    await journal
      .append({ type: 'undo-result', undoId: undo.undoId, ok, acted, error })
      .catch(() => undefined);
    outcomes.push({ undo: { ...undo, lastError: error }, ok, acted });
  }
  return outcomes;
}
