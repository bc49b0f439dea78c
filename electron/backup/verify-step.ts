import { rm } from 'node:fs/promises';
import type { PlannedStep, Reuse } from '../../shared/run';
import { gradeOf, noEvidence } from '../copy/grade';
import { inside } from '../copy/folders';
import { rehashPatched } from '../copy/settling/rehash';
import { tellOfSet } from '../copy/settling/tell';
import { PostbagError } from '../run/errors';
import { verdictOf } from '../run/findings';
import type { RunContext, Step } from '../run/step';
import type { BagRecord } from '../vault/bag-record';
import { unlessVaultLost } from '../vault/lost';
import { mendOrFail } from './mend';
import type { BackupWork } from './work';
import { writeBag } from './write-bag';

/**
 * Computes the grade, writes what the bag says about itself and its manifests, then reads the whole bag again from
 * where it lies. Only a bag that passes gets as far as its name.
 */
export function verifyStep(plan: PlannedStep, work: BackupWork): Step {
  return {
    plan,
    stage: 'verify',
    run: async (context) => {
      const { bag, job } = work;
      await unlessVaultLost({ bag, vault: job.vault, stage: 'verify' }, () => writeAndVerify(work, context));
    },
  };
}

async function writeAndVerify(work: BackupWork, context: RunContext): Promise<void> {
  const { set, ledger } = work;
  mustBeThere(work);
  for (const path of [...set.unread.keys(), ...set.special.keys(), ...set.vanished]) {
    await rm(inside(work.bag.data, path), { force: true }); // kept from an earlier run, and not part of this set
  }
  tellOfSet(set, context);
  await rehashPatched(set, context);
  tellOfReuse(work, context);
  const { settling, access, still } = context.facts;
  const stood = still?.held === true && still.exact !== false;
  const evidence = {
    ...noEvidence,
    quiet: access?.stayedQuiet === true,
    settled: settling?.interval != null,
    oneInstant: stood && still.covers === 'one-instant',
    perFileInstant: stood && still.covers === 'per-file',
  };
  const grade = gradeOf(evidence, ledger.entries);
  context.setFacts({ grade, files: ledger.files, bytes: ledger.bytes });
  await writeBag(work, recordOf(work, context), context);
  await work.release(); // verifying has threads of its own
  await mendOrFail(work, context);
}

/** @throws PostbagError `required-file-missing` */
function mustBeThere({ required, ledger }: BackupWork): void {
  const there = new Set(ledger.entries.map(({ path }) => path.toLowerCase()));
  const missing = [...required].find((name) => !there.has(name));
  if (ledger.files > 0 && missing === undefined) return;
  const path = missing?.toUpperCase() ?? '';
  throw new PostbagError('verify', 'required-file-missing', { path, reason: 'not copied' });
}

function tellOfReuse({ ledger, reuses }: BackupWork, context: RunContext): void {
  const reused = (origin: 'shared' | 'kept', from: string | undefined): Reuse | null => {
    const entries = ledger.entries.filter((entry) => entry.origin === origin);
    if (from === undefined || entries.length === 0) return null;
    return { from, files: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) };
  };
  const kept = reused('kept', reuses?.unfinished?.runId);
  context.setFacts({ kept, shared: reused('shared', reuses?.donors?.name) });
  if (!kept) return;
  const params = { files: kept.files, bytes: kept.bytes };
  context.finding({ code: 'resumed', severity: 'info', stage: 'copy', params });
}

function recordOf(work: BackupWork, context: RunContext): BagRecord {
  const { job, inventory, ledger, tools } = work;
  const { grade, recoveryPoint, settling, shared, kept, still } = context.facts;
  if (!inventory.format || !grade) throw new Error('an inventory without a format was copied');
  return {
    version: 1,
    software: tools.software,
    runId: context.runId,
    postOffice: { id: job.postOffice.id, name: job.postOffice.name },
    practice: inventory.recognition.practice,
    format: inventory.format,
    method: job.method,
    grade,
    verdict: verdictOf('done', context.findings),
    recoveryPoint,
    settling,
    still,
    shared,
    kept,
    startedAt: job.startedAt.toISOString(),
    copiedAt: new Date().toISOString(),
    files: ledger.files,
    bytes: ledger.bytes,
    findings: [...context.findings],
  };
}
