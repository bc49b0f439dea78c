import type { BagProblem, BagReport } from '../../shared/bag';
import type { LedgerEntry } from '../../shared/run';
import { inside } from '../copy/folders';
import { someNames } from '../copy/ledger';
import type { RunContext } from '../run/step';
import { shownBagPath } from '../vault/naming';
import { failOnProblems, readBag } from '../vault/steps';
import type { BackupWork } from './work';

/**
 * Verifies the new bag. A file that was not written by this run (shared with an older bag, or kept from a run that was
 * cut short) and turns out to be damaged is copied from the source after all, which must still hold just the same
 * bytes; then the bag is verified once more.
 * @throws PostbagError `bag-invalid` and others; Cancelled
 */
export async function mendOrFail(work: BackupWork, context: RunContext): Promise<void> {
  const check = {
    bag: work.bag.folder,
    shown: shownBagPath(work.job.vault, work.bag.final),
    entry: work.tools.entry,
    groups: work.progress,
  };
  const report = await readBag(check, context);
  const damaged = report.valid ? [] : reusedAndDamaged(work, report);
  if (damaged.length > 0 && (await copyAnew(work, damaged))) {
    tellOfOlderBag(work, damaged, context);
    failOnProblems(await readBag(check, context), check.shown, context);
    return;
  }
  failOnProblems(report, check.shown, context);
}

/** The damaged files if all that is wrong are files that were not written by this run; else none. */
function reusedAndDamaged(work: BackupWork, { problems }: BagReport): LedgerEntry[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const damaged = errors.map((problem) => reusedEntry(work, problem));
  return damaged.every((entry): entry is LedgerEntry => entry !== null) ? damaged : [];
}

function reusedEntry({ ledger }: BackupWork, { kind, path }: BagProblem): LedgerEntry | null {
  if (kind !== 'checksum-differs' && kind !== 'file-unreadable') return null;
  const entry = path?.startsWith('data/') ? ledger.line(path.slice('data/'.length))?.entry : undefined;
  return entry && entry.origin !== 'copied' ? entry : null;
}

/** @returns false when the source does not hold those bytes any more */
async function copyAnew(work: BackupWork, entries: readonly LedgerEntry[]): Promise<boolean> {
  for (const { path, sha256 } of entries) {
    const outcome = await work.pool.do({
      kind: 'copy',
      source: inside(work.source, path),
      target: inside(work.bag.data, path),
      donor: null,
      patient: true,
      sha256,
    });
    if ('trouble' in outcome) return false;
  }
  return true;
}

function tellOfOlderBag(work: BackupWork, damaged: readonly LedgerEntry[], context: RunContext): void {
  const names = damaged.filter(({ origin }) => origin === 'shared').map(({ path }) => path);
  if (names.length === 0) return;
  const bag = work.reuses?.donors?.name ?? '';
  const params = { count: names.length, names: someNames(names), bag };
  context.finding({ code: 'older-bag-damaged', severity: 'warning', stage: 'verify', params });
}
