import path from 'node:path';
import type { BagProblem, BagReport } from '../../shared/bag';
import type { GroupProgress, PlannedStep } from '../../shared/run';
import { syncFolder, syncTree } from '../bag/folder-sync';
import { validateBagOffThread } from '../bag/validate-off-thread';
import type { Fork } from '../run/child';
import { PostbagError, systemCode } from '../run/errors';
import { renamePatiently } from '../run/rename-patiently';
import type { RunContext, Step } from '../run/step';
import { adoptPartialBag, type Adoption } from './adopt';
import { exists, type BagPlace } from './bag-place';
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

/**
 * Begins a bag, or takes over that of a run that was cut short.
 * @param adopt asked when the step runs; null to begin anew
 */
export function openBagStep(
  plan: PlannedStep,
  bag: BagPlace,
  vault: string,
  adopt: () => Promise<Adoption | null>,
): Step {
  return {
    plan,
    stage: 'copy',
    undo: async () => {
      await bag.takeFreeName();
      const params = { folder: bag.folder, vault, device: await deviceOf(vault) };
      return { action: 'remove-partial-bag', params, keep: true };
    },
    run: async (context) => {
      try {
        const adoption = await adopt();
        if (adoption) {
          const { madeBy: from, whole } = adoption;
          context.setFacts({ kept: { from, files: whole.size, bytes: adoption.bytes } });
          await context.sync(); // whoever finds this run dead knows that the bag was worth keeping
          await adoptPartialBag(bag, adoption, context.runId);
        } else await makePartialBag(bag, context.runId);
      } catch (error) {
        const code = systemCode(error);
        const reason = code || String(error);
        if (code === 'EEXIST') throw new PostbagError('copy', 'bag-name-taken', { bag: bag.folder });
        if (code === 'ENOSPC' || code === 'EDQUOT')
          throw new PostbagError('copy', 'no-space', { reason }, { cause: error });
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
  /** Absolute path of a bundled entry, by its name. */
  readonly entry: (name: string) => string;
  readonly groups: readonly GroupProgress[];
}

/**
 * Validates a bag and makes it a failure when it is not valid; every problem is noted in the journal.
 * @throws PostbagError `bag-invalid`, `bag-not-found`
 */
export async function verifyBag(check: BagCheck, context: RunContext): Promise<void> {
  failOnProblems(await readBag(check, context), check.shown, context);
}

/**
 * Reads a bag and says what is wrong with it.
 * @throws PostbagError `bag-not-found`; Cancelled
 */
export async function readBag(check: BagCheck, context: RunContext): Promise<BagReport> {
  return await validateBagOffThread(check.bag, check.entry('bag-worker'), {
    signal: context.signal,
    onProgress: ({ bytes, totalBytes }) => {
      const groups = [...check.groups];
      context.progress({ pass: null, groups, file: null, bytesDone: bytes, bytes: totalBytes });
    },
  }).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
    throw new PostbagError('verify', 'bag-not-found', { bag: check.shown }, { cause: error });
  });
}

/** Notes every problem of a bag, tells of the worst. @throws PostbagError `bag-invalid` */
export function failOnProblems(report: BagReport, shown: string, context: RunContext): void {
  for (const problem of report.problems) context.note('bag-problem', problem);
  tellProblems(report.problems, context);
  context.setFacts({ files: report.payloadFiles, bytes: report.payloadBytes });
  if (report.valid) return;
  const problems = report.problems.filter((problem) => problem.severity === 'error').length;
  throw new PostbagError('verify', 'bag-invalid', { bag: shown, problems });
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

async function renameBag(bag: PartialBag): Promise<void> {
  try {
    await renamePatiently(bag.folder, bag.final);
  } catch (cause) {
    throw new PostbagError('seal', 'write-failed', { path: bag.final, reason: systemCode(cause) }, { cause });
  }
}
