import { lstat, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { BagProblem } from '../../shared/bag';
import type { GroupProgress, PlannedStep } from '../../shared/run';
import { syncFolder } from '../bag/folder-sync';
import { validateBagOffThread } from '../bag/validate-off-thread';
import type { Fork } from '../run/child';
import { PostbagError, systemCode } from '../run/errors';
import type { RunContext, Step } from '../run/step';
import { checkSpace, checkVault, type SpaceCheck } from './check';
import { shownBagPath } from './naming';
import { unlessVaultLost } from './lost';
import { deviceOf, makePartialBag, type PartialBag } from './partial-bag';

export function checkVaultStep(plan: PlannedStep, vault: string, postOffice: string): Step {
  return { plan, stage: 'check', run: async () => await checkVault(vault, postOffice) };
}

/** `check` is asked when the step runs: the inventory may be newer than the plan. */
export function checkSpaceStep(plan: PlannedStep, check: () => SpaceCheck, fork: Fork): Step {
  return {
    plan,
    stage: 'check',
    run: async (context) => {
      const { findings } = await checkSpace(check(), fork);
      const blocking = findings.find((finding) => finding.severity === 'error');
      if (blocking) throw new PostbagError('check', blocking.code, blocking.params);
      for (const finding of findings) context.finding(finding);
    },
  };
}

export function openBagStep(plan: PlannedStep, bag: PartialBag, vault: string): Step {
  return {
    plan,
    stage: 'copy',
    undo: () => ({
      action: 'remove-partial-bag',
      params: { folder: bag.folder, vault, device: deviceOf(vault) },
    }),
    run: async (context) => {
      try {
        await makePartialBag(bag, context.runId);
      } catch (error) {
        const code = systemCode(error);
        const reason = code || String(error);
        if (code === 'EEXIST') throw new PostbagError('copy', 'bag-name-taken', { bag: bag.folder });
        if (code === 'ENOSPC') throw new PostbagError('copy', 'no-space', { reason }, { cause: error });
        throw new PostbagError('copy', 'vault-not-writable', { path: vault, reason }, { cause: error });
      }
    },
  };
}

export interface BagCheck {
  /** Absolute folder. */
  readonly bag: string;
  /** What the bag is called in findings. */
  readonly shown: string;
  /** Absolute path of the bundled `bag-worker`. */
  readonly entry: string;
  readonly groups: readonly GroupProgress[];
}

/**
 * Validates a bag and makes it a failure when it is not valid; every problem is noted in the journal.
 * @throws PostbagError `bag-invalid`, `bag-not-found`
 */
export async function verifyBag(check: BagCheck, context: RunContext): Promise<void> {
  const report = await validateBagOffThread(check.bag, check.entry, {
    signal: context.signal,
    onProgress: ({ bytes, totalBytes }) => {
      context.progress({ groups: [...check.groups], file: null, bytesDone: bytes, bytes: totalBytes });
    },
  }).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
    throw new PostbagError('verify', 'bag-not-found', { bag: check.shown }, { cause: error });
  });
  for (const problem of report.problems) context.note('bag-problem', problem);
  tellProblems(report.problems, context);
  context.setFacts({ files: report.payloadFiles, bytes: report.payloadBytes });
  if (report.valid) return;
  const problems = report.problems.filter((problem) => problem.severity === 'error').length;
  throw new PostbagError('verify', 'bag-invalid', { bag: check.shown, problems });
}

/** A bag from which a whole tree is missing has thousands of problems: enough of them to see what it is. */
const MOST_TOLD = 50;

function tellProblems(problems: readonly BagProblem[], context: RunContext): void {
  const worst = [...problems].sort((a, b) => a.severity.localeCompare(b.severity));
  for (const { kind, path: where, params, severity } of worst.slice(0, MOST_TOLD)) {
    const shown = { ...params, kind, path: where ?? '' };
    context.finding({ code: 'bag-problem', severity, stage: 'verify', params: shown });
  }
}

/** Gives a verified bag its name. From here on it is never changed. */
export function sealStep(plan: PlannedStep, bag: PartialBag, vault: string): Step {
  return {
    plan,
    stage: 'seal',
    run: async (context) => {
      if (await exists(bag.final)) {
        throw new PostbagError('seal', 'bag-name-taken', { bag: shownBagPath(vault, bag.final) });
      }
      await unlessVaultLost({ bag, vault, stage: 'seal' }, async () => {
        await syncTree(bag.folder);
        await context.intend({ bag: bag.final });
        await renameBag(bag);
      });
      await syncFolder(path.dirname(bag.final));
      await syncFolder(vault);
      context.setFacts({ bag: bag.final });
    },
  };
}

async function exists(target: string): Promise<boolean> {
  try {
    await lstat(target);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncTree(path.join(folder, entry.name));
  }
  await syncFolder(folder);
}

/** On Windows a virus scanner that looks into the new files keeps the folder from being renamed for a moment. */
async function renameBag(bag: PartialBag): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(bag.folder, bag.final);
      return;
    } catch (error) {
      const code = systemCode(error);
      const passing = code === 'EPERM' || code === 'EACCES' || code === 'EBUSY';
      if (!passing || attempt === 10) {
        throw new PostbagError('seal', 'write-failed', { path: bag.final, reason: code }, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, attempt * 100));
    }
  }
}
