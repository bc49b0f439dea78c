import { randomUUID } from 'node:crypto';
import type { Finding } from '../../shared/finding';
import type { Grade, Method, Plan } from '../../shared/run';
import { backupCommand } from '../../shared/words/command-line';
import { inventoryFindings, mustBeWhole } from '../postoffice/findings';
import type { Inventory } from '../postoffice/inventory';
import { findingNow, failureOf } from '../run/findings';
import { closingFindings, mustBeThere } from '../access/ways';
import type { Ways } from '../access/access';
import type { Step } from '../run/step';
import { checkSpace, checkVault } from '../vault/check';
import { mirror } from './mirror';
import { snapshot } from './snapshot';
import { stillFindings } from './still/findings';
import { linear } from './linear';
import { possibleFiles } from './possible';
import { shutdown } from './shutdown';
import { BackupWork, bytesOf, groupsOf, type BackupJob, type Tools } from './work';

/** The steps of each method. */
export const methods: Readonly<Record<Method, (work: BackupWork) => Step[]>> = {
  linear,
  snapshot,
  mirror,
  shutdown,
};

/**
 * Makes the plan of a backup: every check is done now, so that a person sees what would stop the run before starting
 * it. Nothing is written anywhere.
 */
export async function planBackup(job: BackupJob, whole: Inventory, tools: Tools): Promise<Plan> {
  const { postOffice, vault } = job;
  const { inventory, findings: impossible } = possibleFiles(whole);
  const findings: Finding[] = [...inventoryFindings(inventory), ...impossible];
  const fails = async (check: () => void | Promise<void>): Promise<boolean> => {
    try {
      await check();
      return false;
    } catch (error) {
      const { code, stage, params } = failureOf(error, 'check');
      findings.push(findingNow(code, 'error', stage, params));
      return true;
    }
  };
  await fails(() => mustBeWhole(inventory));
  if (job.closing) {
    const { ways } = job.closing;
    await fails(() => mustBeThere(ways));
    findings.push(...closingFindings(ways, job.options.shutdown));
  }
  if (job.still) findings.push(...stillFindings(job.still));
  const work = new BackupWork(job, inventory, tools, '');
  let freeBytes: number | null = null;
  let neededBytes: number | null = null;
  if (!(await fails(() => checkVault(vault, postOffice.path)))) {
    await fails(async () => {
      await work.lookForReuse();
      const room = await checkSpace(work.space(), tools.fork);
      ({ freeBytes, neededBytes } = room);
      findings.push(...room.findings);
    });
  }
  const steps = methods[job.method](work);
  return {
    id: randomUUID(),
    kind: 'backup',
    postOffice: postOffice.name,
    postOfficeId: postOffice.id,
    method: job.method,
    vault,
    bestGrade: bestGradeOf(job),
    steps: steps.map((step) => step.plan),
    groups: groupsOf(inventory),
    files: inventory.files.length,
    bytes: bytesOf(inventory),
    freeBytes,
    neededBytes,
    options: job.options,
    shares: work.reuses?.shares ?? null,
    resumes: work.reuses?.resumes ?? null,
    commandLine: backupCommand(postOffice.name, vault, job.method, job.options),
    findings,
  };
}

function bestGradeOf({ closing, still }: BackupJob): Grade {
  if (closing && canBeClosed(closing.ways)) return 'closed';
  return still?.offer?.state.covers === 'per-file' ? 'per-file' : 'instant';
}

/** Whether the grade `closed` can be reached: nobody gets in, and whoever is in would be seen. */
export function canBeClosed({ seesAll, refuses }: Ways): boolean {
  return seesAll && refuses;
}
