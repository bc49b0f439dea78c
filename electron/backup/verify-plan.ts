import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Plan } from '../../shared/run';
import { verifyCommand } from '../../shared/words/command-line';
import type { Step } from '../run/step';
import { shownBagPath } from '../vault/naming';
import { verifyBag } from '../vault/steps';
import type { Tools } from './work';

/** A bag to verify again. Paths absolute; the rest as the bag says. */
export interface VerifyJob {
  readonly bag: string;
  readonly vault: string;
  readonly postOffice: string;
  readonly postOfficeId: string;
}

export function planVerify(job: VerifyJob): Plan {
  return {
    id: randomUUID(),
    kind: 'verify',
    postOffice: job.postOffice,
    postOfficeId: job.postOfficeId,
    method: null,
    vault: job.vault,
    bestGrade: null,
    steps: [{ id: 'check-bag', params: { bag: path.basename(job.bag) }, undo: null }],
    groups: [],
    files: 0,
    bytes: 0,
    freeBytes: null,
    neededBytes: null,
    options: null,
    shares: null,
    resumes: null,
    commandLine: verifyCommand(job.bag),
    findings: [],
  };
}

/** Verifying is one step: it reads, and leaves nothing behind. */
export function verifySteps(plan: Plan, job: VerifyJob, tools: Tools): Step[] {
  return plan.steps.map((step) => ({
    plan: step,
    stage: 'verify',
    run: async (context) => {
      context.setFacts({ bag: job.bag });
      const shown = shownBagPath(job.vault, job.bag);
      await verifyBag({ bag: job.bag, shown, entry: tools.entry, groups: [] }, context);
    },
  }));
}
