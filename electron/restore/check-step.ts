import { randomUUID } from 'node:crypto';
import type { Plan } from '../../shared/run';
import { checksCommand } from '../../shared/words/command-line';
import type { Repair } from '../../shared/repair';
import { PostbagError } from '../run/errors';
import type { Step } from '../run/step';
import { fingerprint } from '../repair/tree';
import { runChecks, type CheckedCopy } from './checks/run-checks';
import { mustBeRestore, saveRestore, withRestoreEvent } from './record';

/** Plans the automatic checks of a copy. */
export function planChecks(repair: Repair): Plan {
  return {
    id: randomUUID(),
    kind: 'check',
    postOffice: repair.postOffice,
    postOfficeId: repair.postOfficeId,
    method: null,
    vault: repair.bag.vault,
    bestGrade: null,
    steps: [{ id: 'check-copy', params: { restore: repair.id }, undo: null }],
    groups: [],
    files: repair.files,
    bytes: repair.bytes,
    freeBytes: null,
    neededBytes: null,
    options: null,
    shares: null,
    resumes: null,
    commandLine: checksCommand(repair.id),
    findings: [],
  };
}

/** Looks at the copy, and keeps what was found with the state that it was found in. @param folder of the repair, absolute */
export function checkSteps(plan: Plan, folder: string, copy: CheckedCopy): Step[] {
  return plan.steps.map((step) => ({
    plan: step,
    stage: 'restore',
    run: async (context) => {
      const now = await fingerprint(copy.copy).catch(() => '');
      if (now !== copy.repair.fingerprint) {
        const { postOffice } = copy.repair;
        throw new PostbagError('restore', 'repair-damaged', { postOffice, reason: '' });
      }
      const checks = await runChecks(copy, context.signal, (id) => {
        context.progress({ pass: null, groups: [], file: id, bytesDone: 0, bytes: 0 });
      });
      for (const { id, result, params } of checks) {
        if (result !== 'failed' && result !== 'warning') continue;
        const [code, severity] =
          result === 'failed'
            ? (['check-failed', 'error'] as const)
            : (['check-warning', 'warning'] as const);
        context.finding({ code, severity, stage: 'restore', params: { ...params, check: id } });
      }
      const at = new Date().toISOString();
      const restore = { ...(await mustBeRestore(folder)), checks, checksAt: at, checkedFingerprint: now };
      const failed = checks.filter(({ result }) => result === 'failed').length;
      await saveRestore(
        folder,
        withRestoreEvent(restore, { what: 'checked', by: '', text: failed === 0 ? '' : String(failed) }),
      );
    },
  }));
}
