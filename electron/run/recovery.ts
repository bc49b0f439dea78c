import { readdir, readFile } from 'node:fs/promises';
import type { Finding } from '../../shared/finding';
import { RunRecord, type PendingUndo, type Plan } from '../../shared/run';
import { systemCode } from './errors';
import { findingNow, verdictOf } from './findings';
import { JournalFold } from './fold';
import { isRunId, runFiles, runsFolder } from './folders';
import { Journal, readJournal } from './journal';
import { takeLock } from './lock';
import { thisOwner, type Owner } from './owner';
import { programsEnd } from './programs-left';
import { finish } from './runner';
import type { UndoHandler, UndoHandlers, WasDone } from './step';
import { runUndos } from './undo';

/** The runs of a home folder, newest first, by id. */
export async function runIds(home: string): Promise<string[]> {
  try {
    return (await readdir(runsFolder(home))).filter(isRunId).sort().reverse();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A run's record: from its summary, or while it runs (or when its process died) from the journal. */
export async function readRun(home: string, runId: string): Promise<RunRecord | null> {
  const files = runFiles(home, runId);
  try {
    return RunRecord.parse(JSON.parse(await readFile(files.summary, 'utf8')));
  } catch {
    return (await foldRun(files.journal)).record();
  }
}

/** The plan a journal begins with; null when it holds none. */
export async function readPlan(journal: string): Promise<Plan | null> {
  return (await foldRun(journal, 1)).plan;
}

async function foldRun(journal: string, most = Infinity): Promise<JournalFold> {
  const fold = new JournalFold();
  let left = most;
  try {
    for await (const record of readJournal(journal)) {
      fold.add(record);
      if (--left <= 0) break;
    }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  return fold;
}

/**
 * Takes back what dead runs left behind, and tries again what could not be undone before. A run whose process lives is
 * left alone: its lock says so. To be called at every start of app and CLI, before anything else is run.
 *
 * @returns what a person must know: which runs had died, what was taken back, what still could not be
 */
export async function recoverRuns(
  home: string,
  handlers: UndoHandlers,
  wasDone: WasDone = () => Promise.resolve(false),
  endLeft: EndLeft = () => Promise.resolve(),
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const runId of await runIds(home)) {
    const record = await readRun(home, runId);
    if (record && record.endedAt !== null && record.pendingUndos.length === 0) continue;
    const superseded = record?.resumable ? await isSuperseded(home, record) : false;
    if (record?.resumable && !superseded) continue;
    findings.push(...(await recoverRun(home, runId, { handlers, wasDone, endLeft, keep: !superseded })));
  }
  return findings;
}

/**
 * Takes back what a run that was cut short left to be gone on with: because it was gone on with, or because nobody wants
 * to.
 * @returns what could not be taken back
 */
export async function dropKept(home: string, runId: string, handlers: UndoHandlers): Promise<Finding[]> {
  const wasDone = (): Promise<boolean> => Promise.resolve(false);
  const endLeft = (): Promise<void> => Promise.resolve();
  return await recoverRun(home, runId, { handlers, wasDone, endLeft, keep: false });
}

/** Only the newest run of a post office and vault is worth going on from. */
async function isSuperseded(home: string, record: RunRecord): Promise<boolean> {
  for (const runId of await runIds(home)) {
    if (runId <= record.id) return false;
    const newer = await readRun(home, runId);
    const same = newer?.vault === record.vault && newer.postOfficeId === record.postOfficeId;
    // One that was about to go on from this very run may have died before it took anything over.
    if (same && newer.resumable && newer.kept?.from !== record.id) return true;
  }
  return false;
}

/** Ends what a dead process left running that nobody waits for any more; what is not ended is waited for. */
export type EndLeft = (owner: Owner) => Promise<unknown>;

interface Recovering {
  readonly handlers: UndoHandlers;
  readonly wasDone: WasDone;
  readonly endLeft: EndLeft;
  /** Leave what can be gone on from. */
  readonly keep: boolean;
}

async function recoverRun(
  home: string,
  runId: string,
  { handlers, wasDone, endLeft, keep }: Recovering,
): Promise<Finding[]> {
  const files = runFiles(home, runId);
  const lock = await takeLock(files.lock);
  if ('held' in lock) return [];
  try {
    const fold = await foldRun(files.journal);
    if (!fold.plan) return []; // died before its plan was written, so before anything was done
    const journal = await Journal.open(files.journal, (record) => fold.add(record));
    try {
      const died = fold.record()?.endedAt === null;
      const done = died && fold.intent !== null && (await wasDone(fold.intent, runId));
      const cutShort = keep && died && !done && fold.worthKeeping;
      const mayUndo = died ? await handlersFor(fold, handlers, endLeft) : handlers;
      const findings = await settle(fold, journal, mayUndo, { died, done, cutShort });
      await finish(files, fold);
      return findings;
    } finally {
      await journal.close().catch(() => undefined);
    }
  } finally {
    await lock.release();
  }
}

/**
 * What a dead process started may still be at work: what it makes after it was looked for would stay for ever. Until it
 * has ended nothing can be taken back, and everything stays on the list.
 */
async function handlersFor(
  { owner, pendingUndos: pending }: JournalFold,
  handlers: UndoHandlers,
  endLeft: EndLeft,
): Promise<UndoHandlers> {
  if (owner === null || pending.length === 0) return handlers;
  await endLeft(owner);
  if (await programsEnd(owner)) return handlers;
  const wait: UndoHandler = async () =>
    await Promise.reject(new Error('A program that the dead run had started is still at work.'));
  return Object.fromEntries(Object.keys(handlers).map((action) => [action, wait])) as unknown as UndoHandlers;
}

async function settle(
  fold: JournalFold,
  journal: Journal,
  handlers: UndoHandlers,
  { died, done, cutShort }: { died: boolean; done: boolean; cutShort: boolean },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const found = (finding: Finding): void => {
    findings.push(finding);
    journal.note({ type: 'finding', finding });
  };
  journal.note({ type: 'recovered', owner: thisOwner() });
  const { postOffice = '', kind = 'backup' } = fold.plan ?? {};
  if (done && fold.intent) {
    journal.note({ type: 'facts', facts: fold.intent });
    found(findingNow('process-died-done', 'info', 'recover', { postOffice }));
  } else if (died) {
    // What to do next is another thing where it was no backup.
    const which = kind === 'backup' ? {} : { kind };
    found(findingNow('process-died', 'error', 'recover', { postOffice, ...which }));
    const { files, bytes } = fold.facts;
    if (cutShort) found(findingNow('unfinished-kept', 'info', 'recover', { postOffice, files, bytes }));
  }
  const pending = cutShort ? fold.pendingAtOnce : fold.pendingUndos;
  const before = new Map(fold.pendingUndos.map((undo) => [undo.undoId, undo.lastError]));
  for (const { undo, ok, acted } of await runUndos(pending, handlers, journal)) {
    if (!ok) {
      const params = { ...undo.params, action: undo.action, reason: undo.lastError };
      const finding = findingNow('undo-failed', 'error', 'undo', params);
      // Said at every start until it is done, but written down once: a disk may stay away for months.
      if (before.get(undo.undoId) === undo.lastError) findings.push(finding);
      else found(finding);
    } else if (acted) {
      found(findingNow('undo-done', 'info', 'recover', { ...undo.params, action: undo.action }));
    }
  }
  const verdict = done ? verdictOf('done', fold.findings) : 'failed';
  if (died) await journal.append({ type: 'end', verdict, cutShort });
  return findings;
}

/** Everything that is still to be undone, over all runs that are not alive and left nothing to go on from. */
export async function pendingUndos(home: string): Promise<PendingUndo[]> {
  const pending: PendingUndo[] = [];
  for (const runId of await runIds(home)) {
    const record = await readRun(home, runId);
    // What is kept to be gone on with is an offer, not a debt.
    if (record?.endedAt != null && !record.resumable) pending.push(...record.pendingUndos);
  }
  return pending;
}
