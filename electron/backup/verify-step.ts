import { copyFile, open } from 'node:fs/promises';
import path from 'node:path';
import type { PlannedStep } from '../../shared/run';
import { writeTagFiles } from '../bag/write';
import { gradeOf, noEvidence } from '../copy/grade';
import { PostbagError, systemCode } from '../run/errors';
import { verdictOf } from '../run/findings';
import type { RunContext, Step } from '../run/step';
import { formatName } from '../../shared/words/postoffice';
import { reportText } from '../../shared/words/report';
import { BAG_RECORD_FILE, type BagRecord } from '../vault/bag-record';
import { unlessVaultLost } from '../vault/lost';
import { RUN_ID_FILE } from '../vault/partial-bag';
import { shownBagPath } from '../vault/naming';
import { verifyBag } from '../vault/steps';
import type { BackupWork } from './work';

const LEDGER_FILE = 'postbag/ledger.jsonl';
const JOURNAL_FILE = 'postbag/journal.jsonl';
const REPORT_FILE = 'postbag/report.txt';

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
  const missing = [...work.required].filter(
    (name) => !work.ledger.entries.some((entry) => entry.path.toLowerCase() === name),
  );
  if (work.ledger.files === 0 || missing[0] !== undefined) {
    const name = missing[0]?.toUpperCase() ?? '';
    throw new PostbagError('verify', 'required-file-missing', { path: name, reason: 'not copied' });
  }
  const record = recordOf(work, context);
  context.setFacts({ grade: record.grade });
  if (record.grade === 'loose') {
    context.finding({ code: 'not-settled', severity: 'info', stage: 'copy', params: {} });
  }
  await writeBag(work, { ...record, findings: [...context.findings] }, context);
  const shown = shownBagPath(work.job.vault, work.bag.final);
  const groups = work.progress;
  await verifyBag({ bag: work.bag.folder, shown, entry: work.tools.entry('bag-worker'), groups }, context);
}

function recordOf(work: BackupWork, context: RunContext): BagRecord {
  const { job, inventory, ledger, tools } = work;
  if (!inventory.format) throw new Error('an inventory without a format was copied');
  return {
    version: 1,
    software: tools.software,
    runId: context.runId,
    postOffice: { id: job.postOffice.id, name: job.postOffice.name },
    practice: inventory.recognition.practice,
    format: inventory.format,
    method: job.method,
    grade: gradeOf(noEvidence, ledger.entries),
    verdict: verdictOf('done', context.findings),
    recoveryPoint: context.facts.recoveryPoint,
    startedAt: job.startedAt.toISOString(),
    copiedAt: new Date().toISOString(),
    files: ledger.files,
    bytes: ledger.bytes,
    findings: [...context.findings],
  };
}

async function writeBag(work: BackupWork, record: BagRecord, context: RunContext): Promise<void> {
  const { folder } = work.bag;
  try {
    const lines = work.ledger.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    await writeSynced(path.join(folder, LEDGER_FILE), lines);
    await writeSynced(path.join(folder, BAG_RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
    await writeSynced(path.join(folder, REPORT_FILE), reportText(record, work.ledger.entries));
    await context.sync();
    await copyFile(work.journal, path.join(folder, JOURNAL_FILE));
    await writeTagFiles(folder, {
      payload: work.ledger.entries.map(({ path: name, bytes, sha256 }) => ({ path: name, bytes, sha256 })),
      info: [
        ['Source-Organization', record.postOffice.name],
        ['External-Identifier', record.runId],
        ['External-Description', `${record.method} backup, grade ${record.grade}`],
        ['Bag-Software-Agent', record.software],
        ['Postbag-Format', formatName(record.format, record.practice)],
        ['Postbag-Grade', record.grade],
        ['Postbag-Recovery-Point', record.recoveryPoint ?? ''],
      ],
      tagFiles: [BAG_RECORD_FILE, LEDGER_FILE, JOURNAL_FILE, REPORT_FILE, RUN_ID_FILE],
    });
  } catch (error) {
    const reason = systemCode(error);
    if (reason === 'ENOSPC' || reason === 'EDQUOT') {
      throw new PostbagError('verify', 'no-space', { reason }, { cause: error });
    }
    if (reason === '') throw error;
    throw new PostbagError('verify', 'write-failed', { path: work.bag.final, reason }, { cause: error });
  }
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
