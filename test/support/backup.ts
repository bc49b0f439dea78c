import { Engine } from '../../electron/engine/engine';
import type { Child, Fork } from '../../electron/run/child';
import { forkNode } from '../../electron/run/child-node';
import { entryPath } from '../../electron/run/entries';
import { noKeyStore, type KeyStore } from '../../electron/settings/secrets';
import { usualBackupOptions, type BackupOptions, type Method, type RunRecord } from '../../shared/run';

/** The list of disks, answered at once: the system's own command for it hangs as long as any drive of the machine does. */
const oneDisk: Child = {
  pid: undefined,
  send: () => undefined,
  onMessage: (listener) => void setImmediate(() => listener({ mounts: ['/'] })),
  onExit: () => undefined,
  kill: () => undefined,
};
const fork: Fork = (entry, args) => (entry === 'disk-probe' ? oneDisk : forkNode(entry, args));

/** Starts the engine of app and command line in this process, with its real threads and child processes. */
export async function startEngine(home: string, keyStore: KeyStore = noKeyStore): Promise<Engine> {
  return await Engine.start(home, { fork, entry: entryPath, software: 'Postbag tests', keyStore });
}

/** Backs up a folder and waits for the end. Absolute folders. */
export async function backUp(
  engine: Engine,
  postOffice: string,
  vault: string,
  options: Partial<BackupOptions> = {},
  method: Method = 'linear',
): Promise<RunRecord> {
  const known = { id: 'tested', name: 'Harbour', path: postOffice, format: null, patterns: {} };
  const plan = await engine.planBackup(known, vault, method, { ...usualBackupOptions, ...options });
  const { ended } = await engine.runs.start(plan.id);
  return await ended;
}

/** How settling went in a run that has ended. @throws Error when it did not settle at all */
export function settlingOf({ id, settling }: RunRecord): NonNullable<RunRecord['settling']> {
  if (!settling) throw new Error(`run ${id} did not settle`);
  return settling;
}
