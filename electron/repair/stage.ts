import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Plan, PlannedStep } from '../../shared/run';
import { repairBeginCommand } from '../../shared/words/command-line';
import type { Dialect, ProcedureId } from '../../shared/procedures';
import type { RepairSettings } from '../../shared/repair';
import { PostbagError, systemCode } from '../run/errors';
import { bagContents } from '../staging/bag-contents';
import { CopyOutWork } from '../staging/copy-out';
import type { BagRecord } from '../vault/bag-record';
import { repairFolder } from './folder';
import { newRepair, saveRepair } from './record';
import { filesIn, fingerprint } from './tree';

/** A bag of which a private copy is to be made. Paths absolute. */
export interface StageJob {
  readonly bag: { readonly folder: string; readonly name: string };
  readonly record: BagRecord;
  readonly vault: string;
  readonly workbench: string;
  readonly procedure: ProcedureId;
  readonly dialect: Dialect;
  readonly settings: RepairSettings;
  /** Whether procedure and dialect were chosen, for the command line. */
  readonly chosen: { readonly procedure: boolean; readonly dialect: boolean };
  /** Puts more into the folder of the repair before it gets its name. @param folder absolute */
  readonly complete?: (folder: string, id: string) => Promise<void>;
}

/** @throws PostbagError `bag-invalid`, `bag-not-found`, `workbench-not-writable` */
export async function planStage(job: StageJob): Promise<Plan> {
  const { bag, workbench, record } = job;
  await mkdir(workbench, { recursive: true }).catch((cause: unknown) => {
    const reason = systemCode(cause);
    throw new PostbagError('check', 'workbench-not-writable', { folder: workbench, reason }, { cause });
  });
  const { files, bytes } = await bagContents(bag.folder, new AbortController().signal);
  const planned = (id: PlannedStep['id'], params: PlannedStep['params'] = {}): PlannedStep => ({
    id,
    params,
    undo: id === 'open-workbench' ? 'remove-landing' : null,
  });
  return {
    id: randomUUID(),
    kind: 'stage',
    postOffice: record.postOffice.name,
    postOfficeId: record.postOffice.id,
    method: null,
    vault: job.vault,
    bestGrade: null,
    steps: [
      planned('check-workbench', { folder: workbench }),
      planned('open-workbench'),
      planned('copy-out', { files: files.length, bytes }),
      planned('finish-workbench'),
    ],
    groups: [],
    files: files.length,
    bytes,
    freeBytes: null,
    neededBytes: bytes,
    options: null,
    shares: null,
    resumes: null,
    commandLine: repairBeginCommand(
      bag.folder,
      job.chosen.procedure ? job.procedure : undefined,
      job.chosen.dialect ? job.dialect : undefined,
    ),
    findings: [],
  };
}

/** The work of making the private copy: its folder has the run's id, and the record of the repair in it. */
export function stageWork(
  job: StageJob,
  plan: Plan,
  entry: (name: string) => string,
  runId: string,
): CopyOutWork {
  const { bag, record, vault, procedure, dialect, settings } = job;
  return new CopyOutWork(
    {
      bag: bag.folder,
      folder: path.join(job.workbench, runId),
      vault,
      postOffice: record.postOffice.name,
      postOfficeId: record.postOffice.id,
      inner: 'copy',
      complete: async (unfinished) => {
        const { copy, before, steps } = repairFolder(unfinished);
        await Promise.all([before, steps].map(async (folder) => await mkdir(folder)));
        const files = await filesIn(copy);
        const start = {
          id: runId,
          postOffice: record.postOffice.name,
          postOfficeId: record.postOffice.id,
          format: record.format,
          practice: record.practice,
          bag: { folder: bag.folder, name: bag.name, grade: record.grade, vault },
          procedure,
          dialect,
          files: files.length,
          bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
          fingerprint: await fingerprint(copy),
        };
        await saveRepair(unfinished, newRepair(start, settings));
        await job.complete?.(unfinished, runId);
      },
    },
    plan,
    entry,
    runId,
  );
}
