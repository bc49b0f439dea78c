import { syncFolder } from '../../bag/folder-sync';
import type { Restore } from '../../../shared/proof';
import type { WasDone } from '../../run/step';
import { mustBeRestore, readRestore, saveRestore, withRestoreEvent } from '../record';
import type { Exchange } from './exchange';

/** Whether the record says that this run's exchange was done: from then on it is never undone. */
export function isRecorded({ online }: Restore, what: Exchange['what'], runId: string): boolean {
  return (what === 'online' ? online?.runId : online?.swappedBack?.runId) === runId;
}

/** Whether a run that was about to record its exchange had done so when it died. */
export const wasExchanged: WasDone = async ({ exchanged }, runId) => {
  if (typeof exchanged !== 'string') return false;
  const restore = await readRestore(exchanged).catch(() => null);
  return (
    restore !== null && (isRecorded(restore, 'online', runId) || isRecorded(restore, 'swap-back', runId))
  );
};

/** Records that an exchange was done, on the disk. @throws PostbagError `repair-unknown`; system errors */
export async function recordExchange(exchange: Exchange, runId: string): Promise<void> {
  const { what, folder, target, aside } = exchange;
  const restore = await mustBeRestore(folder);
  const at = new Date().toISOString();
  const happened = what === 'online' ? 'online' : 'swapped-back';
  const next = withRestoreEvent(restore, { what: happened, by: '', text: target });
  const online =
    what === 'online'
      ? { runId, at, target, aside, swappedBack: null }
      : next.online && { ...next.online, swappedBack: { runId, at, restored: aside ?? '' } };
  await saveRestore(folder, { ...next, online });
  await syncFolder(folder);
}
