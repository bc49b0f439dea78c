import type { RunProgram } from '../run/program';
import type { UndoHandler } from '../run/step';
import type { MirrorProvider } from './provider';

/** Makes what joins a mirror again. `params`: `provider`, and what that provider needs. */
export function makeJoinMirror(providers: readonly MirrorProvider[], runProgram: RunProgram): UndoHandler {
  return async (params, runId) => {
    const provider = providers.find(({ id }) => id === params['provider']);
    if (!provider) throw new Error(`nothing here knows ${String(params['provider'])}`);
    return await provider.join(params, runId, runProgram);
  };
}
