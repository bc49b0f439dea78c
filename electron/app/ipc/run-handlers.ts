import type { Engine } from '../../engine/engine';
import { readLedger, readLog, readMoves } from '../../engine/journal-views';
import type { Handlers } from './bridge';

type Verbs =
  | 'planBackup'
  | 'planVerify'
  | 'startRun'
  | 'cancelRun'
  | 'listRuns'
  | 'run'
  | 'runProgress'
  | 'readLedger'
  | 'readMoves'
  | 'readLog'
  | 'redoGroup'
  | 'sealNow'
  | 'removeUnfinished'
  | 'pendingUndos'
  | 'retryUndos';

export function runHandlers(engine: Engine): Pick<Handlers, Verbs> {
  const { runs, postOffices, bags } = engine;
  return {
    planBackup: ({ postOfficeId, vaultId, method, options }) =>
      engine.planBackup(postOffices.known(postOfficeId), bags.vault(vaultId).path, method, options),
    planVerify: async ({ bagId }) => {
      const { bag, vault } = await bags.find(bagId);
      return engine.planVerify(bag, vault.path);
    },
    startRun: async ({ planId }) => ({ runId: (await runs.start(planId)).runId }),
    cancelRun: ({ runId }) => {
      runs.cancel(runId);
      return null;
    },
    listRuns: () => runs.list(),
    run: async ({ runId }) => ({ record: await runs.record(runId), plan: await runs.plan(runId) }),
    runProgress: ({ runId }) => runs.progress(runId),
    readLedger: ({ runId, ...page }) => readLedger(runs.journalOf(runId), page),
    readMoves: ({ runId, ...page }) => readMoves(runs.journalOf(runId), page),
    redoGroup: ({ runId, group }) => {
      runs.wish(runId, { redo: group });
      return null;
    },
    sealNow: ({ runId }) => {
      runs.wish(runId, 'seal');
      return null;
    },
    removeUnfinished: async ({ runId }) => {
      await runs.removeUnfinished(runId);
      return null;
    },
    readLog: ({ runId, ...page }) => readLog(runs.journalOf(runId), page),
    pendingUndos: () => runs.pendingUndos(),
    retryUndos: () => runs.retryUndos(),
  };
}
