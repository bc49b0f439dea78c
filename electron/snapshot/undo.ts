import type { RunProgram } from '../run/program';
import type { UndoHandler } from '../run/step';
import type { SnapshotProvider } from './provider';

/** Makes what removes a snapshot. `params`: `provider`, and what that provider needs. */
export function makeRemoveSnapshot(
  providers: readonly SnapshotProvider[],
  runProgram: RunProgram,
): UndoHandler {
  return async (params, runId) => {
    const provider = providers.find(({ id }) => id === params['provider']);
    if (!provider) throw new Error(`nothing here knows ${String(params['provider'])}`);
    return await provider.remove(params, runId, runProgram);
  };
}
