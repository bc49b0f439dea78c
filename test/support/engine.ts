import { Engine } from '../../electron/engine/engine';
import { forkNode } from '../../electron/run/child-node';
import { entryPath } from '../../electron/run/entries';
import { noKeyStore } from '../../electron/settings/secrets';
import type { PendingUndo, RunRecord } from '../../shared/run';

/** What app and command line know about a home folder: its history, newest first, and what is still to be undone. */
export interface Knowledge {
  readonly history: RunRecord[];
  readonly pendingUndos: PendingUndo[];
}

/** Asks the engine, as the app does. Starting it takes back what dead runs left behind, so call the CLI before. */
export async function askEngine(home: string): Promise<Knowledge> {
  const engine = await Engine.start(home, {
    fork: forkNode,
    entry: entryPath,
    software: 'Postbag tests',
    keyStore: noKeyStore,
  });
  try {
    return { history: await engine.runs.list(), pendingUndos: await engine.runs.pendingUndos() };
  } finally {
    await engine.close();
  }
}
