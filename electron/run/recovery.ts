import { readdir, readFile } from 'node:fs/promises';
import type { Finding } from '../../shared/finding';
import { RunRecord, type PendingUndo, type Plan } from '../../shared/run';
import { systemCode } from './errors';
import { findingNow, verdictOf } from './findings';
import { JournalFold } from './fold';
import { isRunId, runFiles, runsFolder } from './folders';
import { Journal, readJournal } from './journal';
import { takeLock } from './lock';
import { thisOwner } from './owner';
import { finish } from './runner';
import type { UndoHandlers, WasDone } from './step';
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
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const runId of await runIds(home)) {
    const record = await readRun(home, runId);
    if (record && record.endedAt !== null && record.pendingUndos.length === 0) continue;
    findings.push(...(await recoverRun(home, runId, handlers, wasDone)));
  }
  return findings;
}

async function recoverRun(
  home: string,
  runId: string,
  handlers: UndoHandlers,
  wasDone: WasDone,
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
      const findings = await settle(fold, journal, handlers, { died, done });
      await finish(files, fold);
      return findings;
    } finally {
      await journal.close().catch(() => undefined);
    }
  } finally {
    await lock.release();
  }
}

async function settle(
  fold: JournalFold,
  journal: Journal,
  handlers: UndoHandlers,
  { died, done }: { died: boolean; done: boolean },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const found = (finding: Finding): void => {
    findings.push(finding);
    journal.note({ type: 'finding', finding });
  };
  journal.note({ type: 'recovered', owner: thisOwner() });
  const postOffice = fold.plan?.postOffice ?? '';
  if (done && fold.intent) {
    journal.note({ type: 'facts', facts: fold.intent });
    found(findingNow('process-died-done', 'info', 'recover', { postOffice }));
  } else if (died) {
    found(findingNow('process-died', 'error', 'recover', { postOffice }));
  }
  const before = new Map(fold.pendingUndos.map((undo) => [undo.undoId, undo.lastError]));
  for (const { undo, ok, acted } of await runUndos(fold.pendingUndos, handlers, journal)) {
    if (!ok) {
      const params = { ...undo.params, action: undo.action, reason: undo.lastError };
      const finding = findingNow('undo-failed', 'error', 'undo', params);
      // Said at every start until it is done, but written down once: a disk may stay away for months.
      if (before.get(undo.undoId) === undo.lastError) findings.push(finding);
      else found(finding);
    } else if (acted) {
      found(findingNow('undo-done', 'info', 'recover', undo.params));
    }
  }
  const verdict = done ? verdictOf('done', fold.findings) : 'failed';
  if (died) await journal.append({ type: 'end', verdict });
  return findings;
}

/** Everything that is still to be undone, over all runs that are not alive. */
export async function pendingUndos(home: string): Promise<PendingUndo[]> {
  const pending: PendingUndo[] = [];
  for (const runId of await runIds(home)) {
    const record = await readRun(home, runId);
    if (record?.endedAt != null) pending.push(...record.pendingUndos);
  }
  return pending;
}
